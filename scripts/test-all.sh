#!/bin/bash
# Everything that `make test` proves, and then: what a generator of hostile requests makes of the documented API.
# Schemathesis reads openapi.json from the running program and asks every operation with what the schemas allow and with
# what they do not. Stops at the first step that fails; leaves nothing running.
set -euo pipefail
cd "$(dirname "$0")/.."
exec </dev/null

# One version, so that two runs ask the same; --seed below does the rest.
SCHEMATHESIS=4.32.5

[ "${1:-}" = "--api-only" ] || scripts/test.sh

# The same features as the tests have, so that no dependency is compiled a second time.
cargo build --quiet --workspace --all-features --bins --tests
target="$(realpath "${CARGO_TARGET_DIR:-target}")"
tool="$target/schemathesis-$SCHEMATHESIS"
if [ ! -x "$tool/bin/schemathesis" ]; then
    rm -rf "$tool"
    python3 -m venv "$tool"
    "$tool/bin/pip" install --quiet "schemathesis==$SCHEMATHESIS" || { rm -rf "$tool"; exit 1; }
fi

. scripts/demonstration.sh
start_demonstration "$target/debug/bridgehead" logged
base="${BASE_URL%/}"

# What ends the session or the account that asks is left to the tests of the permission matrix, and so is the stream,
# which never ends.
left_out=()
for operation in sign_out erase_own_account change_password revoke_session enrol_factor confirm_factor remove_factor stream_events; do
    left_out+=(--exclude-operation-id "$operation")
done

export SCHEMATHESIS_HOOKS=schemathesis_hooks PYTHONPATH="$PWD/scripts" PYTHONDONTWRITEBYTECODE=1
cd "$TMPDIR"
for login in lead street; do
    printf '\n== the API as %s (after %s s)\n' "$login" "$SECONDS"
    cookie="$(python3 - "$base" "$login" <<'PY'
import json, sys, urllib.request
base, login = sys.argv[1:]
accounts = json.load(urllib.request.urlopen(base + "/api/system"))["demo_accounts"]
found = [one for one in accounts if one["login"] == login]
if not found:
    sys.exit(f"the demonstration has no account `{login}`")
body = json.dumps({"login": found[0]["login"], "password": found[0]["password"]}).encode()
request = urllib.request.Request(base + "/api/session", body, {"content-type": "application/json"})
for cookie in urllib.request.urlopen(request).headers.get_all("set-cookie"):
    if cookie.startswith("bridgehead="):
        print(cookie.split(";")[0])
PY
)"
    "$tool/bin/schemathesis" run "$base/api/openapi.json" \
        --checks not_a_server_error,response_schema_conformance,status_code_conformance,content_type_conformance \
        --phases examples,coverage,fuzzing --max-examples "${EXAMPLES:-20}" --seed 20261128 \
        --request-timeout 120 --continue-on-failure --no-shrink --warnings off \
        --header "Cookie: $cookie" "${left_out[@]}"
done

if grep -E ' (ERROR|WARN).*(panic|failed inside)' "$TMPDIR/log"; then
    echo "the program's log tells of a failure inside" >&2
    exit 1
fi
printf '\n== all of it passed (after %s s)\n' "$SECONDS"
