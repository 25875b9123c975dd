#!/usr/bin/env bash
# How many answers a second the labelling site takes, how long raters wait, and what becomes of the answers when it is killed:
# SQLite and a PostgreSQL server of its own; one JSON object a run. Build the solution first.
#   bench/labelling.sh [throughput | pauses | trouble]...     all three where none is named
set -euo pipefail
root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)
heed=$root/apps/Heed.Cli/bin/Release/net10.0/linux-x64/heed.dll
load=$root/bench/Heed.LabellingLoad/bin/Release/net10.0/linux-x64/Heed.LabellingLoad.dll
server=$(mktemp -d)
port=$((20000 + $$ % 20000))
"$root/build/postgres.sh" start "$server" "$port" $$
trap '"$root/build/postgres.sh" stop "$server"' EXIT
bin=$(ls -d /usr/lib/postgresql/*/bin | sort -V | tail -n 1)

run() { # NAME OPTIONS...: both databases
  local name=$1; shift
  echo "# $name, SQLite"
  dotnet exec "$load" --heed "$heed" "$@"
  "$bin/createdb" -h 127.0.0.1 -p "$port" -U heed "$name"
  echo "# $name, PostgreSQL"
  dotnet exec "$load" --heed "$heed" --database "postgres://heed@127.0.0.1:$port/$name" "$@"
}

for what in "${@:-throughput pauses trouble}"; do
  for one in $what; do
    case $one in
      throughput) run throughput --raters 50 --items 5000 --warm-up 3 ;;
      pauses) run pauses --raters 500 --items 3000 --pause-ms 2000 --warm-up 5 ;;
      trouble) run trouble --raters 50 --items 2000 --pause-ms 300 --trouble --kills 20 ;;
      *) echo "labelling.sh: expected throughput, pauses or trouble, found '$one'" >&2; exit 2 ;;
    esac
  done
done
