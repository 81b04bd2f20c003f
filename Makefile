# make demo   Zhengzhou with a fictional community, on this machine
# make test   everything that must hold before a change lands
.PHONY: help demo test web lint bench packages

help: ## This list
	@grep -hE '^[a-z]+:.*## ' $(MAKEFILE_LIST) | sed 's/:.*## /\t/' | expand -t 10

demo: web/dist/.built ## Show it: builds web and program, seeds a city, opens the browser
	cargo run --profile demo --features demo -p bridgehead -- demo $(DEMO)

test: ## Prove it: formats, lints, both engines, both faces
	scripts/test.sh

web: web/dist/.built ## Build the two web faces

lint: ## Formats and lints alone
	cargo fmt --all --check
	cargo clippy --workspace --all-targets --all-features -- -D warnings

bench: ## Measure locating on the demo city
	cargo run --release -p xtask -- bench locate

web/node_modules/.installed: web/package-lock.json
	cd web && npm ci --no-audit --no-fund
	@touch $@

web/dist/.built: web/node_modules/.installed $(shell find web/src web/console web/pocket web/public-console web/public-pocket web/*.ts web/package.json -type f 2>/dev/null)
	cd web && npm run build
	@touch $@
