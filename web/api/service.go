package api

import "rolecall/web/desk"

// API has the handlers for programs.
type API struct {
	*desk.Desk
	imds *IMDS // an instance metadata service on a host of its own; nil when there is none
}

// New makes the handlers; imds, which may be nil, serves what they bind.
func New(d *desk.Desk, imds *IMDS) *API {
	a := &API{d, imds}
	if imds != nil {
		imds.api.Store(a)
	}
	return a
}
