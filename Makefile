# A fresh clone needs Go (see go.mod) and `make run` or `make test`; what else is missing they install or name.

program := bin/salesflow

.DEFAULT_GOAL := help
.PHONY: help run test lint generate check build bench eval fuzz client pages current everything go npm postgres

help: ## what can be made
	@awk -F ':.*## ' '/^[a-z]+:.*## / { printf "  make %-10s %s\n", $$1, $$2 }' $(MAKEFILE_LIST)

run: build ## the product with a made-up team: http://127.0.0.1:8080/phone, until Ctrl-C
	@.ci/postgres || echo 'Going on: the program tries to download Postgres by itself.' >&2
	$(program) demo

test: go ## all tests: Go, TypeScript client, pages
	@.ci/test

client: go npm ## the TypeScript client alone: generate, check, test
	@$(MAKE) --no-print-directory generate
	@.ci/test client

pages: go npm ## the page tests alone, in Chromium
	@.ci/test pages

bench: build postgres ## the benchmarks, then the program with BENCH_LEADS=1000000 leads beside pgbench, in one run
	go test -run '^$$' -bench . -benchmem -timeout 60m ./...
	go run ./bench -program $(program) -leads $${BENCH_LEADS:-1000000}

eval: build ## how well the program decides, in made-up worlds and in real logs; EVAL=-quick is a minute
	go run ./eval -program $(program) -picture docs/eval.png $(EVAL)

fuzz: go ## texts that nobody thought of, FUZZ_TIME=60s for each decoder of what people write
	@.ci/fuzz

lint: go ## gofmt, go vet, staticcheck
	@unformatted=$$(git ls-files --cached --others --exclude-standard '*.go' | xargs gofmt -l); \
	if [ -n "$$unformatted" ]; then echo "gofmt would change:"; echo "$$unformatted"; exit 1; fi
	go vet ./... ./.ci/count
	go tool staticcheck ./... ./.ci/count

generate: build npm ## the API description and the TypeScript types from the Go code
	$(program) openapi > ts-client/openapi.yaml.new
	mv ts-client/openapi.yaml.new ts-client/openapi.yaml
	npm --prefix ts-client install --no-audit --no-fund --loglevel=error
	npm --prefix ts-client run generate

check: lint current everything ## what CI holds: lint, generated files up to date, all tests and nothing left out

current: # whatever generate changes had not been committed, or not been generated
	@listing() { git ls-files -z --cached --others --exclude-standard ts-client | xargs -0 cksum; }; \
	before=$$(listing) && $(MAKE) --no-print-directory generate && \
	if [ "$$before" != "$$(listing)" ]; then \
		git diff -- ts-client; echo 'Generated files were out of date: commit them as they are now.'; exit 1; fi

everything: go
	@CI=true .ci/test

build: go ## bin/salesflow
	go build -o $(program) .

go:
	@command -v go >/dev/null || { echo 'Go is missing: https://go.dev/dl (go.mod names the version)' >&2; exit 1; }

npm:
	@command -v npm >/dev/null || { echo 'npm is missing: install Node.js 20 or newer, https://nodejs.org' >&2; exit 1; }

postgres:
	@.ci/postgres
