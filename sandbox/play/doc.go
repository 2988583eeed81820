// Package play keeps worlds and challenges in use: it loads them, lets one request at
// a time change each, undoes, saves, shares, claims and limits them. It may not know
// HTTP, pages or lessons.
package play
