# Sourced by scripts that drive a running demonstration: one start and one end for all of them.

demo=""

end_demonstration() {
    if [ -n "$demo" ]; then
        kill "$demo" 2>/dev/null || true
        # Open event streams may hold it; nothing of it is worth waiting for.
        for _ in 1 2 3 4 5 6 7 8 9 10; do kill -0 "$demo" 2>/dev/null || break; sleep 0.2; done
        kill -9 "$demo" 2>/dev/null || true
        wait "$demo" 2>/dev/null || true
    fi
    rm -rf "$TMPDIR"
}

# start_demonstration PROGRAM [logged]: starts it without the invented city, in which things move by themselves, and with
# seconds in place of the minutes after which a silent post is called again; sets BASE_URL, and ends it with the script.
# Its database lies in TMPDIR, a folder that is gone afterwards; so does its log when `logged` is given.
start_demonstration() {
    TMPDIR="$(mktemp -d /tmp/bridgehead-demo.XXXXXX)"
    export TMPDIR
    trap end_demonstration EXIT
    trap 'exit 130' INT TERM HUP
    local out="$TMPDIR/demo.json" plan
    plan="$(dirname "${BASH_SOURCE[0]}")/../web/tests/e2e/callout-plan.json"
    touch "$out"
    if [ "${2:-}" = "logged" ]; then
        "$1" demo --still --no-open --port 0 --json --callout-plan "$plan" >"$out" 2>"$TMPDIR/log" </dev/null &
    else
        "$1" demo --still --no-open --port 0 --json --callout-plan "$plan" >"$out" </dev/null &
    fi
    demo=$!
    for _ in $(seq 1 600); do
        BASE_URL="$(sed -n 's/.*"address":"\([^"]*\)".*/\1/p' "$out")"
        [ -n "$BASE_URL" ] && break
        kill -0 "$demo" 2>/dev/null || { echo "the demonstration ended before it was ready" >&2; exit 1; }
        sleep 0.2
    done
    [ -n "$BASE_URL" ] || { echo "the demonstration was not ready in two minutes" >&2; exit 1; }
    export BASE_URL
}
