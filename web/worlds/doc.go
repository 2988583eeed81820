// Package worlds has the sandbox: its library, the pages and acts of worlds, challenges.
// It may not know another group of pages.
package worlds
