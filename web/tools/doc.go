// Package tools has /check and /explain. It may not know another group of pages.
package tools
