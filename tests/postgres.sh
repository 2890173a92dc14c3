#!/bin/bash
# A private PostgreSQL for tests: own cluster in DIR, reachable only by a Unix socket in DIR, with fsync as in production.
#   tests/postgres.sh start DIR    makes it if need be, starts it, prints the URL of an empty database named test
#   tests/postgres.sh database DIR NAME   makes a further database (its name must contain "test"), prints its URL
#   tests/postgres.sh stop DIR     stops it and keeps the files;  restart DIR;  remove DIR  stops it and deletes DIR
# initdb refuses to run as root: then it runs as the user postgres, who must be able to reach DIR.
set -eu
command=${1:?start, database, restart, stop or remove}
dir=${2:?a folder}
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -1)
[ -x "$bin/initdb" ] || { echo "PostgreSQL is not installed (package postgresql)" >&2; exit 1; }

as_owner() {
    if [ "$(id -u)" = 0 ]; then runuser -u postgres -- "$@"; else "$@"; fi
}
control() { # pg_ctl's words go to a file: on success only the URL is printed
    (cd / && as_owner "$bin/pg_ctl" -D "$dir/data" -w -s "$@" -l "$dir/log" >"$dir/control.out" 2>&1 </dev/null) ||
        { cat "$dir/control.out" >&2; tail -20 "$dir/log" >&2; exit 1; }
}
url() { echo "postgresql://thubon@/$1?host=$(sed 's|/|%2F|g' <<<"$dir")"; }
running() { (cd / && as_owner "$bin/pg_ctl" -D "$dir/data" status >/dev/null 2>&1); }
make_database() {
    (cd / && as_owner "$bin/psql" -qAt -h "$dir" -U thubon -d postgres -c "SELECT 1 FROM pg_database WHERE datname = '$1'" | grep -q 1) ||
        (cd / && as_owner "$bin/createdb" -h "$dir" -U thubon -E UTF8 --locale=C.UTF-8 -T template0 "$1")
}

case "$command" in
start)
    mkdir -p "$dir"
    dir=$(cd "$dir" && pwd)
    [ ${#dir} -lt 90 ] || { echo "$dir is too long for a socket" >&2; exit 1; }
    [ "$(id -u)" != 0 ] || { chown postgres "$dir" && chmod 711 "$dir"; }
    if [ ! -f "$dir/data/PG_VERSION" ]; then
        (cd / && as_owner "$bin/initdb" -D "$dir/data" -U thubon -A trust -E UTF8 --locale=C.UTF-8 >/dev/null)
        printf "%s\n" "listen_addresses = ''" "unix_socket_directories = '$dir'" "max_connections = 200" "shared_buffers = 128MB" \
            "fsync = on" "synchronous_commit = on" "max_wal_size = 2GB" "log_min_messages = fatal" |
            as_owner tee -a "$dir/data/postgresql.conf" >/dev/null
    fi
    running || control start
    make_database test
    url test
    ;;
database)
    dir=$(cd "$dir" && pwd)
    case "${3:?a name}" in *test*) ;; *) echo "the name must contain test" >&2; exit 1 ;; esac
    make_database "$3"
    url "$3"
    ;;
restart) dir=$(cd "$dir" && pwd); control restart -m "${3:-fast}" ;;
stop) dir=$(cd "$dir" && pwd); ! running || control stop -m "${3:-fast}" ;;
remove)
    dir=$(cd "$dir" && pwd)
    ! running || control stop -m immediate
    rm -rf "$dir"
    ;;
*) echo "unknown: $command" >&2; exit 2 ;;
esac
