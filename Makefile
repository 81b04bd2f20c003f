# make demo   shows Zhengzhou with a fictional community, on this machine
# make test   proves everything that must hold before a change lands
# Longer work is `cargo xtask`.

.PHONY: help demo test test-all soak web e2e lint bench postgres clean-test
.DEFAULT_GOAL := help

help: ## This list
	@grep -hE '^[a-z0-9-]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 12

demo: web/dist/.built ## Show it: builds web and program, seeds a city, opens the browser (DEMO="--no-open --port 9000")
	cargo run --profile demo --features demo -p bridgehead -- demo $(DEMO)

test: ## Prove it: formats, lints, rules, both engines, both faces, the loop in a browser
	@scripts/test.sh

test-all: ## `make test`, then hostile requests made from the API's own document (Schemathesis, pinned; needs Python)
	@scripts/test-all.sh

soak: ## Hours: cut the power 500 times while reports come in (CUTS=20 on each engine), kill, cancel and copy while calls go out
	@scripts/packages.sh
	POWER_CUTS=$(or $(CUTS),250) cargo nextest run --profile soak -p bridgehead --features fault-control --test power_cut --no-capture
	WORKER_KILLS=$(or $(KILLS),200) WARNING_CANCELS=$(or $(CANCELS),100) DATABASE_CLONES=$(or $(CLONES),20) \
		cargo nextest run --profile soak -p bridgehead --features fault-control --test all carriers::

web: web/dist/.built ## Build the two web faces

e2e: web/dist/.built ## The loop in a browser alone
	@scripts/e2e.sh

lint: web/node_modules/.installed ## Formats, types and lints alone
	cargo fmt --all --check
	cd web && npm run --silent check
	cargo clippy --workspace --all-targets --all-features -- -D warnings

bench: ## Measure (BENCH=locate, or another that `cargo xtask bench --help` lists)
	cargo run --release -p xtask -- bench $(or $(BENCH),locate)

postgres: ## Start a throw-away PostgreSQL and print its address; `scripts/postgres.sh stop` ends it
	@scripts/postgres.sh start

clean-test: ## Remove what broken-off tests leave behind: throw-away servers, browser profiles, pictures
	@scripts/postgres.sh stop
	@for place in /tmp/bridgehead-test.*; do BRIDGEHEAD_TEST_FOLDER="$$place/postgres" scripts/postgres.sh stop; done
	rm -rf /tmp/bridgehead-test.* /tmp/bridgehead-power-cut* /tmp/bridgehead-demo.* /tmp/bridgehead-e2e-* web/tests/e2e/shots

# npm ci empties the folder first: the mark is there only when it ran through.
web/node_modules/.installed: web/package-lock.json
	@node -e 'const [a, b] = process.versions.node.split("."); process.exit(a > 20 || (a == 20 && b >= 19) ? 0 : 1)' \
		|| { echo "the web build needs Node 20.19 or later" >&2; exit 1; }
	cd web && npm ci --no-audit --no-fund
	@touch $@

WEB_SOURCES := $(shell find web/src web/console web/pocket web/public-console web/public-pocket -type f 2>/dev/null) \
	$(wildcard web/*.ts web/*.json)

web/dist/.built: web/node_modules/.installed $(WEB_SOURCES)
	cd web && npm run --silent build
	@touch $@
