#!/bin/bash
# Everything that must hold before a change lands. Stops at the first failure; leaves no server behind.
set -euo pipefail
cd "$(dirname "$0")/.."

say() { printf '\n== %s (%s s)\n' "$1" "$SECONDS"; }

say "packages"
scripts/packages.sh

# A cache outside the clone makes later runs fast; nothing depends on it.
if [ -n "${BRIDGEHEAD_CACHE:-}" ] && [ -w "$BRIDGEHEAD_CACHE" ]; then
    export CARGO_TARGET_DIR="$BRIDGEHEAD_CACHE/target" npm_config_cache="$BRIDGEHEAD_CACHE/npm"
fi

say "web"
make -s web/node_modules/.installed
(cd web && npm run --silent check)
make -s web
(cd web && npm run --silent sizes)

say "formats and lints"
cargo fmt --all --check
cargo clippy --quiet --workspace --all-targets --all-features -- -D warnings

say "PostgreSQL"
BRIDGEHEAD_TEST_FOLDER="$(mktemp -d)/postgres"
export BRIDGEHEAD_TEST_FOLDER
trap 'scripts/postgres.sh stop' EXIT
BRIDGEHEAD_TEST_POSTGRES="$(scripts/postgres.sh start)"
export BRIDGEHEAD_TEST_POSTGRES

say "rules, both engines, program"
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --all-features
else
    cargo test --workspace --all-features
fi

say "the loop in a browser"
scripts/e2e.sh
