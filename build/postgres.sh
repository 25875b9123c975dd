#!/usr/bin/env bash
# A PostgreSQL server of one's own for tests, on loopback only, without passwords.
#   postgres.sh start FOLDER PORT PARENT [SETTING]   starts it and returns when it answers; it ends with process PARENT;
#                                                    SETTING: options of the server, as '-c fsync=off'
#   postgres.sh stop FOLDER
# PostgreSQL refuses to run as root: then it runs as the user 'postgres' that Debian's package makes.
set -euo pipefail
bin=$(ls -d /usr/lib/postgresql/*/bin 2>/dev/null | sort -V | tail -n 1)
[ -n "$bin" ] || bin=$(dirname "$(command -v initdb || true)")
[ -x "$bin/initdb" ] || { echo "no PostgreSQL server is installed (Debian: apt-get install postgresql)" >&2; exit 3; }

as_server() { if [ "$(id -u)" = 0 ]; then setpriv --reuid=postgres --regid=postgres --clear-groups "$@"; else "$@"; fi; }

case $1 in
  start)
    if [ "$(id -u)" = 0 ]; then
      id postgres >/dev/null 2>&1 || { echo "PostgreSQL refuses root, and there is no user 'postgres'" >&2; exit 3; }
      mkdir -p "$2" && chown postgres "$2"
    fi
    cd /
    as_server "$bin/initdb" -D "$2/data" -U heed --auth=trust --encoding=UTF8 --no-locale --no-sync >"$2.log" 2>&1 || { cat "$2.log" >&2; exit 1; }
    as_server "$bin/pg_ctl" -D "$2/data" -l "$2/server.log" -w -t 60 \
      -o "-h 127.0.0.1 -p $3 -k '' -c max_connections=50 -c shared_buffers=64MB ${5:-}" start </dev/null >>"$2.log" 2>&1 || { cat "$2.log" "$2/server.log" >&2; exit 1; }
    ( while kill -0 "$4" 2>/dev/null; do sleep 1; done; "$0" stop "$2" ) </dev/null >/dev/null 2>&1 &
    ;;
  stop)
    cd /
    as_server "$bin/pg_ctl" -D "$2/data" -m immediate -w stop >/dev/null 2>&1 || true
    rm -rf "$2" "$2.log"
    ;;
  *) echo "postgres.sh: expected start or stop, found '$1'" >&2; exit 2 ;;
esac
