package main

import (
	"net"
	"net/http"

	"rolecall/web"
)

// second is a service on an address of its own beside the site, or nothing at all.
type second struct {
	listener net.Listener
	server   *http.Server
}

// listenSecond takes an address for what handler makes; nothing when addr is empty.
func listenSecond(addr string, handler func(url string) http.Handler) (*second, error) {
	if addr == "" {
		return &second{}, nil
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, listenError(addr, err)
	}
	return &second{l, web.HTTPServer(handler(address(l.Addr())))}, nil
}

// serve answers in the background until Close.
func (b *second) serve() {
	if b.server != nil {
		go func() { _ = b.server.Serve(b.listener) }() // it ends when the listener is closed
	}
}

// Close ends the service.
func (b *second) Close() {
	if b.server != nil {
		_ = b.server.Close()
		_ = b.listener.Close() // it is closed already when it was served
	}
}
