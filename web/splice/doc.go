// Package splice cuts rendered pages at the reader's slots, compresses the pieces once and
// puts pages together from them. It knows no lesson, no reader and no HTTP.
package splice
