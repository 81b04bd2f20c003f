#!/bin/sh
# A throw-away PostgreSQL for tests and benchmarks, on loopback at a free port.
#   scripts/postgres.sh start [--durable]   prints its address; a second start prints the same one
#   scripts/postgres.sh stop                ends it and removes its files
#   scripts/postgres.sh halt                ends it as a crash would, and keeps its files
#   scripts/postgres.sh resume              starts it again where it was
# fsync is off (tests prove rules, not disks) unless --durable is given, as benchmarks need.
# BRIDGEHEAD_TEST_FOLDER is where it lives; two at a time need two folders.
set -eu

folder="${BRIDGEHEAD_TEST_FOLDER:-/tmp/bridgehead-postgres-$(id -u)}"

# The newest version that Debian has put beside the others, else the one on the path.
binaries() {
    for candidate in $(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -rV) "$(dirname "$(command -v initdb || echo /nowhere/x)")"; do
        [ -x "$candidate/initdb" ] && { echo "$candidate"; return; }
    done
    echo "PostgreSQL is not installed: apt-get install postgresql" >&2
    exit 1
}

# PostgreSQL refuses to run as root.
as_owner() {
    if [ "$(id -u)" = 0 ]; then (cd / && runuser -u postgres -- "$@"); else "$@"; fi
}

running() { [ -f "$folder/port" ] && as_owner "$bin/pg_ctl" -D "$folder/data" status >/dev/null 2>&1; }

address() { echo "postgres://postgres@127.0.0.1:$(cat "$folder/port")"; }

# Any port above the ones that services use; a taken one is noticed by the start that fails.
random_port() { echo $((20000 + $(od -An -N2 -tu2 /dev/urandom) % 12000)); }

start() {
    bin=$(binaries)
    if running; then
        address
        return
    fi
    remove
    mkdir -p "$folder"
    chmod 755 "$folder"
    [ "$(id -u)" != 0 ] || chown postgres "$folder"
    as_owner "$bin/initdb" -D "$folder/data" -U postgres -A trust --encoding=UTF8 --locale=C.UTF-8 --no-sync >/dev/null
    sync=off
    [ "${1:-}" != "--durable" ] || sync=on
    cat >> "$folder/data/postgresql.conf" <<CONF
listen_addresses = '127.0.0.1'
unix_socket_directories = ''
max_connections = 300
shared_buffers = 256MB
fsync = $sync
full_page_writes = $sync
synchronous_commit = on
CONF
    for _ in 1 2 3 4 5; do
        port=$(random_port)
        if as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -o "-p $port" -w start >/dev/null 2>&1; then
            echo "$port" > "$folder/port"
            address
            return
        fi
    done
    echo "PostgreSQL does not start:" >&2
    tail -n 20 "$folder/log" >&2 || true
    remove
    exit 1
}

remove() {
    if [ -f "$folder/data/postmaster.pid" ]; then
        as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null 2>&1 || true
    fi
    rm -rf "$folder"
}

stop() {
    [ -d "$folder" ] || return 0
    bin=$(binaries)
    remove
}

halt() {
    bin=$(binaries)
    as_owner "$bin/pg_ctl" -D "$folder/data" -m immediate -w stop >/dev/null
}

resume() {
    bin=$(binaries)
    as_owner "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -o "-p $(cat "$folder/port")" -w start >/dev/null
}

case "${1:-}" in
    start) shift; start "$@" ;;
    stop) stop ;;
    halt) halt ;;
    resume) resume ;;
    *) echo "usage: $0 start [--durable] | stop | halt | resume" >&2; exit 2 ;;
esac
