#!/bin/bash
# Drives the whole loop in a real browser against a demonstration of the build at hand, and ends both.
set -euo pipefail
cd "$(dirname "$0")/.."

# The same features as the tests have, so that no dependency is compiled a second time.
cargo build --quiet --workspace --all-features --bins --tests
. scripts/demonstration.sh
start_demonstration "${CARGO_TARGET_DIR:-target}/debug/bridgehead"

cd web
npm run --silent test:e2e </dev/null
