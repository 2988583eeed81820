// Command gallery serves every component of package view on one page, drawn
// from fixtures, for the eye and for screenshots:
//
//	go run ./web/view/gallery -listen 127.0.0.1:8099
package main

import (
	"flag"
	"log"
	"net/http"

	"rolecall/static"
	"rolecall/web/view"
)

func main() {
	listen := flag.String("listen", "127.0.0.1:8099", "address to serve on")
	flag.Parse()
	log.Printf("the gallery hangs at http://%s/", *listen)
	log.Fatal(http.ListenAndServe(*listen, handler()))
}

// handler answers / with the gallery and ?theme=dark with its dark twin.
func handler() http.Handler {
	mux := http.NewServeMux()
	mux.Handle(static.Prefix, static.Handler())
	mux.HandleFunc("GET /{$}", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Security-Policy", "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'")
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		if err := page(view.Theme(r.URL.Query().Get("theme"))).Render(r.Context(), w); err != nil {
			log.Print(err)
		}
	})
	mux.HandleFunc("POST /api/lint", func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "application/json")
		_, _ = w.Write([]byte(`[{"line":8,"column":17,"code":"unknown-action","severity":"advice","message":"sts:AssumRole is not known here (reference of September 2026).","suggestion":"Did you mean sts:AssumeRole?"}]`))
	})
	mux.HandleFunc("POST /lessons/temporary-access/run", func(w http.ResponseWriter, r *http.Request) {
		if err := view.PolicyResult("deploy-trust", *livePolicy().Result).Render(r.Context(), w); err != nil {
			log.Print(err)
		}
	})
	mux.HandleFunc("POST /lessons/temporary-access/predict", func(w http.ResponseWriter, r *http.Request) {
		if err := view.Choice(question(true)).Render(r.Context(), w); err != nil {
			log.Print(err)
		}
	})
	return mux
}
