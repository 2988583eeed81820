// Package site is what the groups of pages share: rendering, forms, errors, headers,
// streams, downloads, limits for clients, the theme, who the reader is and what is
// known of them. It may not know any group.
package site
