package main

import (
	"context"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/http"
	"os"
	"os/signal"
	"strings"
	"syscall"
	"time"

	"rolecall/lessons"
	"rolecall/store"
	"rolecall/web"
	"rolecall/web/api"
	"rolecall/web/site"
)

// Once the program is told to stop, it accepts no more connections. Requests under
// way have calm to end by themselves; then they are cancelled, which ends event
// streams too: what still waits to be written is withdrawn and answered with 503,
// and what is being written is answered as it comes out. After grace the rest is
// cut off.
const (
	calm  = 2 * time.Second
	grace = 10 * time.Second
)

type serveCmd struct {
	Addr      string `default:"127.0.0.1:8080" env:"ROLECALL_ADDR" placeholder:"HOST:PORT" help:"Where to listen; port 0 picks a free one (${default})."`
	Data      string `default:"./data" env:"ROLECALL_DATA" placeholder:"DIR" help:"Where the data lives (${default})."`
	IMDSAddr  string `name:"imds-addr" env:"ROLECALL_IMDS_ADDR" placeholder:"HOST:PORT" help:"Where the sandbox's instance metadata service listens."`
	PublicURL string `name:"public-url" env:"ROLECALL_PUBLIC_URL" placeholder:"URL" help:"How browsers reach this server, when it isn't by its own address."`

	MetricsAddr  string `name:"metrics-addr" env:"ROLECALL_METRICS_ADDR" placeholder:"HOST:PORT" help:"Where /metrics is served, in place of the site's own address."`
	MetricsToken string `name:"metrics-token" env:"ROLECALL_METRICS_TOKEN" placeholder:"TOKEN" help:"What a reader of /metrics has to send as Authorization: Bearer TOKEN."`

	Clients clientFlags `embed:""`
}

// Run serves until SIGINT or SIGTERM.
func (c *serveCmd) Run(std *streams) error {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	defer stop()
	context.AfterFunc(ctx, stop) // a second signal ends the program at once
	if err := c.check(); err != nil {
		return err
	}
	listener, err := net.Listen("tcp", c.Addr)
	if err != nil {
		return listenError(c.Addr, err)
	}
	defer listener.Close()
	apart := apart{}
	imds, err := listenSecond(c.IMDSAddr, func(url string) http.Handler { apart.imds = &api.IMDS{URL: url}; return apart.imds })
	if err != nil {
		return err
	}
	defer imds.Close()
	metrics, err := listenSecond(c.MetricsAddr, func(string) http.Handler { apart.metrics = &site.Metrics{}; return apart.metrics })
	if err != nil {
		return err
	}
	defer metrics.Close()
	apart.serve = func() { imds.serve(); metrics.serve() }
	content := loadContent() // while the data is opened
	data, err := store.Open(ctx, store.Config{Dir: c.Data, Rand: rand.Reader})
	if err != nil {
		return err
	}
	err = c.serve(ctx, std, listener, apart, data, content)
	return errors.Join(err, data.Close())
}

// apart are the services on addresses of their own; nil without one.
type apart struct {
	imds    *api.IMDS
	metrics *site.Metrics
	serve   func()
}

func (c *serveCmd) serve(ctx context.Context, std *streams, l net.Listener, apart apart, data *store.Store, content func() (*lessons.Content, error)) error {
	own := address(l.Addr())
	written, err := content()
	if err != nil {
		return err
	}
	pages, err := c.site(data, written, apart, own, std.err)
	if err != nil {
		return err
	}
	if err := data.Announce(c.public(own)); err != nil {
		return err
	}
	apart.serve()
	server := web.HTTPServer(pages)
	requests, end := context.WithCancelCause(context.Background())
	stopping := func() { end(site.ErrShutdown) }
	defer stopping()
	server.BaseContext = func(net.Listener) context.Context { return requests }
	server.RegisterOnShutdown(func() { time.AfterFunc(calm, stopping) })
	failed := make(chan error, 1)
	go func() { failed <- server.Serve(l) }()
	// The socket takes connections already: whoever reads this line is answered.
	if _, err := fmt.Fprintln(std.out, "listening on "+own); err != nil {
		return errors.Join(err, server.Close())
	}
	select {
	case err := <-failed:
		return err
	case <-ctx.Done():
	}
	late, cancel := context.WithTimeout(context.Background(), grace)
	defer cancel()
	if err := server.Shutdown(late); err != nil {
		return errors.Join(fmt.Errorf("requests were still under way after %v: %w", grace, err), server.Close())
	}
	return nil
}

// public is how browsers reach the server that has this address of its own.
func (c *serveCmd) public(own string) string {
	if c.PublicURL == "" {
		return own
	}
	return strings.TrimRight(c.PublicURL, "/")
}

// site is everything that is served.
func (c *serveCmd) site(data *store.Store, written *lessons.Content, apart apart, own string, log io.Writer) (http.Handler, error) {
	clients, err := c.Clients.clients()
	if err != nil {
		return nil, err
	}
	return web.New(web.Config{Config: site.Config{
		Course:       written.Course,
		Bank:         written.Bank,
		Library:      written.Library,
		Store:        data,
		Now:          time.Now,
		Rand:         rand.Reader,
		Log:          slog.New(slog.NewTextHandler(log, nil)),
		PublicURL:    c.public(own),
		Version:      version,
		Clients:      clients,
		Metrics:      apart.metrics,
		MetricsToken: c.MetricsToken,
	}, IMDS: apart.imds})
}

func (c *serveCmd) check() error {
	if _, _, err := net.SplitHostPort(c.Addr); err != nil {
		return misuse{fmt.Errorf("--addr %q is no HOST:PORT, such as 127.0.0.1:8080", c.Addr)}
	}
	if _, err := c.Clients.clients(); err != nil {
		return err
	}
	return checkURL(c.PublicURL)
}

// listenError says in one sentence why the address can't be had.
func listenError(addr string, err error) error {
	switch {
	case errors.Is(err, syscall.EADDRINUSE):
		return fmt.Errorf("%s is taken by another program; stop that one, or choose another address with --addr", addr)
	case errors.Is(err, syscall.EACCES):
		return fmt.Errorf("this user may not listen on %s; choose a port above 1023 with --addr", addr)
	}
	var op *net.OpError
	if errors.As(err, &op) {
		err = op.Err
	}
	return fmt.Errorf("can't listen on %s (%w); choose another address with --addr", addr, err)
}

// address is where to find the server, as a URL that can be opened.
func address(a net.Addr) string {
	tcp, ok := a.(*net.TCPAddr)
	if ok && tcp.IP.IsUnspecified() {
		return fmt.Sprintf("http://localhost:%d", tcp.Port)
	}
	return "http://" + a.String()
}
