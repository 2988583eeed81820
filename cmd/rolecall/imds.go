package main

import (
	"net"
	"net/http"

	"rolecall/web"
)

// metadata is the sandbox's instance metadata service on an address of its own,
// or nothing at all.
type metadata struct {
	service  *web.IMDS // nil without --imds-addr
	listener net.Listener
	server   *http.Server
}

// listenIMDS takes the address that was asked for, if any.
func (c *serveCmd) listenIMDS() (*metadata, error) {
	if c.IMDSAddr == "" {
		return &metadata{}, nil
	}
	l, err := net.Listen("tcp", c.IMDSAddr)
	if err != nil {
		return nil, listenError(c.IMDSAddr, err)
	}
	service := &web.IMDS{URL: address(l.Addr())}
	return &metadata{service, l, web.HTTPServer(service)}, nil
}

// serve answers in the background until Close.
func (m *metadata) serve() {
	if m.server != nil {
		go func() { _ = m.server.Serve(m.listener) }() // it ends when the listener is closed
	}
}

// Close ends the service.
func (m *metadata) Close() {
	if m.server != nil {
		_ = m.server.Close()
		_ = m.listener.Close() // it is closed already when it was served
	}
}
