# Rolecall. The two commands a newcomer needs: make run, make test.
SHELL := /bin/bash
.DEFAULT_GOAL := help
ROUNDS ?= 9
FUZZTIME ?= 30s
KILLS ?= 200
MUTANTS ?= all
WORLDS ?= 10000
# deadcode looks at all packages but bench, where an adapter is copied unchanged.
ROOMS = ^rolecall/[^b]
GOFILES = $(shell git ls-files '*.go' | grep -v '^bench/\(engine\|floor\|load\)/')

.PHONY: help run build scripts test test-go test-content test-browser test-full lint generate bench torture fuzz mutants shots clean

help: ## list these targets
	@grep -hE '^[a-z-]+:.*##' $(MAKEFILE_LIST) | awk -F':.*## ' '{printf "  make %-13s %s\n", $$1, $$2}'

run: build ## build everything and serve on 127.0.0.1:8080, data in ./data
	exec bin/rolecall serve --addr 127.0.0.1:8080 --data ./data

build: scripts ## build bin/rolecall, with the scripts when Node is there
	go build -trimpath -o bin/rolecall ./cmd/rolecall

scripts: node_modules/.package-lock.json
	@if command -v npm >/dev/null; then npm run --silent build; else echo "no Node: building without scripts; every page still works"; fi

node_modules/.package-lock.json: package-lock.json
	@if command -v npm >/dev/null; then npm ci --no-audit --no-fund --loglevel=error && touch $@; fi

deps:
	@.ci/deps

test: deps build test-go test-content test-browser ## the tests: Go with the race detector where goroutines meet, all content, the browser

# Where goroutines meet, the race detector looks on. Elsewhere it would only make the
# tests slow.
RACE = ./cmd/... ./web/... ./store/... ./static/... ./sandbox/play ./quiz/attempt ./sandbox/iam/reference

test-go:
	go test -race -timeout 30m $(RACE)
	go test -timeout 30m $$(go list ./... | grep -vxF "$$(go list $(RACE))" | grep -v "^rolecall/bench/")
	go test ./bench/engine ./bench/iam -rounds 1
	go test ./bench/hold -rounds 1 -slice 20ms
	go test ./bench/crowd -rounds 3
	go test ./bench/worst

test-content:
	bin/rolecall check
	bin/rolecall check --flip-keys

test-browser:
	npx playwright test --config web/e2e/playwright.config.ts

test-full: deps build ## the rest of the browser matrix, ten thousand seeds a question family, and a clone without Node
	go test ./quiz/generate -run OneRightAnswer -seeds 10000 -timeout 60m
	ROLECALL_MATRIX=full npx playwright test --config web/e2e/playwright.config.ts
	.ci/plain-clone

lint: deps ## formatting, vet, staticcheck, go.mod, dead code, templates, generated code, types
	@out=$$(gofmt -l $(GOFILES)); [ -z "$$out" ] || { echo "gofmt: $$out"; exit 1; }
	go vet ./...
	go tool staticcheck ./...
	go mod tidy -diff
	@out=$$(go tool deadcode -test -filter '$(ROOMS)' ./...) && [ -z "$$out" ] || { echo "nothing reaches these: delete them"; echo "$$out"; exit 1; }
	@out=$$(git ls-files '*.templ' | xargs -r go tool templ fmt -fail 2>&1) || { echo "$$out"; echo "templ fmt: run make generate"; exit 1; }
	.ci/fresh
	go run ./docs/notices -check
	npm run --silent typecheck

generate: node_modules/.package-lock.json ## format the templates, generate their Go and THIRD-PARTY-NOTICES; pack AWS's actions
	go run ./sandbox/iam/reference/generate
	go tool templ fmt web/view
	go tool templ generate -include-version=false -path web/view
	go run ./docs/notices

bench: build ## paired ratios against the yardsticks in bench/, crowds at work, and fifty kills
	go test ./bench/engine ./bench/iam ./bench/hold ./bench/crowd -run 'Paired|Ratio' -rounds $(ROUNDS) -v -cpu 1
	go test ./bench/hold -run StoredWorlds -worlds $(WORLDS) -v -count 1 -timeout 30m
	go test ./web -run '^$$' -bench LoadWorld
	go test ./sandbox/iam -run TestMatchingIsLinear -v -count 1
	go test ./sandbox/iam ./sandbox/iam/reference -run '^$$' -bench 'ManagedPolic|Service|Index'
	go test ./bench/crowd -run Killed -rounds 50 -timeout 30m -v -count 1
	go test ./store -run '^$$' -bench EachSitting
	go test ./bench/worst -run Cost -measure -v -count 1 -timeout 30m
	go run ./bench/crowd -questions -feedback -evaluate -reviews

torture: ## KILLS kills over HTTP and of a writer, stops amid writes, full disks, damaged data files; what was acknowledged is there
	go test ./bench/crowd -run Killed -rounds $(KILLS) -timeout 60m -v -count 1
	go test ./bench/crowd -run 'Stopped|FullDisk' -rounds 60 -timeout 30m -v -count 1
	go test ./store -run 'Killed|DamagedFiles' -rounds $(KILLS) -timeout 30m -v -count 1

fuzz: ## every fuzz target for FUZZTIME each
	@for p in $$(go list ./...); do for f in $$(go test -list '^Fuzz' $$p 2>/dev/null | grep '^Fuzz'); do \
	  echo "== $$p $$f"; go test -run '^$$' -fuzz "^$$f$$" -fuzztime $(FUZZTIME) -fuzzminimizetime 50x $$p || exit 1; done; done

mutants: ## wrong engines (sandbox/iam/testdata/mutants): the tests must turn red on each
	go test ./sandbox/iam -run '^TestMutants' -mutants $(MUTANTS) -timeout 60m -v

shots: deps build ## screenshots of every page type, 360 and 1280 px, light and dark, into ./shots
	npx playwright test --config web/e2e/shots.config.ts

clean: ## remove what was built
	rm -rf bin static/dist/*.js node_modules web/e2e/test-results shots
