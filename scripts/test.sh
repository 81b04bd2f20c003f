#!/bin/bash
# Everything that must hold before a change lands: `make test`. Stops at the first failure; leaves nothing running.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

say() { printf '\n== %s (after %s s)\n' "$1" "$SECONDS"; }

say "packages"
scripts/packages.sh

# A cache outside the checkout makes later runs fast; nothing depends on it. It is used where its folder is there.
cache="${BRIDGEHEAD_CACHE:-${XDG_CACHE_HOME:-${HOME:-/nonexistent}/.cache}/bridgehead}"
if [ -d "$cache" ] && [ -w "$cache" ]; then
    export CARGO_TARGET_DIR="$cache/target" npm_config_cache="$cache/npm"
    # cargo tells our own crates of two checkouts apart by time alone, and an older checkout would get the newer one's.
    checkout="$PWD $(git rev-parse HEAD 2>/dev/null || date +%s)"
    if [ -d "$CARGO_TARGET_DIR" ] && [ "$(cat "$CARGO_TARGET_DIR/checkout" 2>/dev/null)" != "$checkout" ]; then
        cargo clean --quiet --workspace
    fi
    mkdir -p "$CARGO_TARGET_DIR"
    echo "$checkout" >"$CARGO_TARGET_DIR/checkout"
fi

say "formats"
cargo fmt --all --check

say "web: types, lints, rules, build, sizes"
make --no-print-directory web/node_modules/.installed
(cd web && npm run --silent check)
make --no-print-directory web
(cd web && npm run --silent sizes)

say "lints"
cargo clippy --quiet --workspace --all-targets --all-features -- -D warnings

say "PostgreSQL"
place="$(mktemp -d /tmp/bridgehead-test.XXXXXX)"
chmod 755 "$place" # its owner is another user when we are root
export BRIDGEHEAD_TEST_FOLDER="$place/postgres"
trap 'scripts/postgres.sh stop || true; rm -rf "$place"' EXIT
trap 'exit 130' INT TERM HUP
BRIDGEHEAD_TEST_POSTGRES="$(scripts/postgres.sh start)"
export BRIDGEHEAD_TEST_POSTGRES

say "rules, both engines, program"
if cargo nextest --version >/dev/null 2>&1; then
    cargo nextest run --workspace --all-features
    say "examples in the documentation"
    cargo test --quiet --workspace --all-features --doc
else
    cargo test --workspace --all-features
fi

say "the loop in a browser"
scripts/e2e.sh

say "all of it passed"
