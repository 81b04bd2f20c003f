#!/bin/sh
# Starts or stops a throw-away PostgreSQL for the tests: `postgres.sh start [--durable]` prints its address.
# fsync is off (tests prove rules, not disks) unless --durable is given, as benchmarks need.
set -eu

folder="${BRIDGEHEAD_TEST_FOLDER:-/tmp/bridgehead-postgres-$(id -u)}"

binaries() {
    for candidate in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || echo /nowhere/x)")"; do
        [ -x "$candidate/initdb" ] && { echo "$candidate"; return; }
    done
    echo "PostgreSQL is not installed: apt-get install postgresql" >&2
    exit 1
}

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}

address() { echo "postgres://postgres@127.0.0.1:$(cat "$folder/port")"; }

start() {
    bin=$(binaries)
    if [ -f "$folder/port" ] && as_owner "$bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; then
        address
        return
    fi
    rm -rf "$folder"
    mkdir -p "$folder"
    [ "$(id -u)" = 0 ] && chown postgres "$folder"
    as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    port=$(python3 -c 'import socket; s=socket.socket(); s.bind(("127.0.0.1",0)); print(s.getsockname()[1])' 2>/dev/null || echo 54329)
    sync=off
    [ "${1:-}" = "--durable" ] && sync=on
    cat >> "$folder/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
port = $port
unix_socket_directories = '$folder'
max_connections = 300
shared_buffers = 256MB
fsync = $sync
full_page_writes = $sync
synchronous_commit = on
CONF
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w start >/dev/null
    echo "$port" > "$folder/port"
    address
}

stop() {
    bin=$(binaries)
    [ -d "$folder/data" ] && as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$folder"
}

case "${1:-}" in
    start) shift; start "$@" ;;
    stop) stop ;;
    *) echo "usage: $0 start [--durable] | stop" >&2; exit 2 ;;
esac
