#!/bin/bash
# Drives the whole loop in a real browser against a demonstration of the build at hand.
set -euo pipefail
cd "$(dirname "$0")/.."

cargo build --quiet -p bridgehead --all-features
program="${CARGO_TARGET_DIR:-target}/debug/bridgehead"
out="$(mktemp)"
"$program" demo --no-open --port 0 --json >"$out" &
demo=$!
trap 'kill "$demo" 2>/dev/null || true; rm -f "$out"' EXIT

for _ in $(seq 1 600); do
    [ -s "$out" ] && break
    kill -0 "$demo" || { echo "the demonstration ended before it was ready" >&2; exit 1; }
    sleep 0.2
done
BASE_URL="$(sed -n 's/.*"address":"\([^"]*\)".*/\1/p' "$out")"
[ -n "$BASE_URL" ] || { echo "the demonstration did not start in two minutes" >&2; exit 1; }
export BASE_URL
(cd web && npm run --silent test:e2e)
