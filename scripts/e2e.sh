#!/bin/bash
# Drives the whole loop in a real browser against a demonstration of the build at hand, and ends both.
set -euo pipefail
cd "$(dirname "$0")/.."

# The same features as the tests have, so that no dependency is compiled a second time.
cargo build --quiet --workspace --all-features --bins --tests
program="${CARGO_TARGET_DIR:-target}/debug/bridgehead"

# Browser profiles and the city's database lie in here, so that nothing stays behind.
TMPDIR="$(mktemp -d /tmp/bridgehead-loop.XXXXXX)"
export TMPDIR
out="$TMPDIR/demo.json"
demo=""
end() {
    if [ -n "$demo" ]; then
        kill "$demo" 2>/dev/null || true
        # Open event streams may hold it; nothing of it is worth waiting for.
        for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$demo" 2>/dev/null || break; sleep 0.2; done
        kill -9 "$demo" 2>/dev/null || true
        wait "$demo" 2>/dev/null || true
    fi
    rm -rf "$TMPDIR"
}
trap end EXIT
trap 'exit 130' INT TERM HUP

touch "$out"
"$program" demo --still --no-open --port 0 --json >"$out" </dev/null &
demo=$!
for _ in $(seq 1 600); do
    BASE_URL="$(sed -n 's/.*"address":"\([^"]*\)".*/\1/p' "$out")"
    [ -n "$BASE_URL" ] && break
    kill -0 "$demo" 2>/dev/null || { echo "the demonstration ended before it was ready" >&2; exit 1; }
    sleep 0.2
done
[ -n "$BASE_URL" ] || { echo "the demonstration was not ready in two minutes" >&2; exit 1; }
export BASE_URL

cd web
npm run --silent test:e2e </dev/null
