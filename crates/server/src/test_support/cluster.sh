# Runs a PostgreSQL cluster of its own for as long as its standard input is open, so that it goes when the test process
# does, however that ends. $1 is the folder of PostgreSQL's programs. Answers every line with one.
set -eu
# Interrupting the tests must not end this before it has cleaned up.
trap '' INT TERM HUP
bin=$1
folder=$(mktemp -d "${TMPDIR:-/tmp}/asp-postgres.XXXXXX" 2>/dev/null || mktemp -d /tmp/asp-postgres.XXXXXX)
trap '"$bin/pg_ctl" -D "$folder/data" -m immediate stop >"$folder/log" 2>&1 || :; rm -rf "$folder"' EXIT
control() { "$bin/pg_ctl" -D "$folder/data" -l "$folder/log" -w -t 60 "$@" >"$folder/control" 2>&1 || cat "$folder/control" "$folder/log" >&2; }

"$bin/initdb" -D "$folder/data" -U asp -A trust -E UTF8 --no-locale --no-sync >"$folder/log" 2>&1 || {
  cat "$folder/log" >&2
  exit 1
}
# The system stays up in tests, so nothing needs to wait for the disk.
cat >>"$folder/data/postgresql.conf" <<END
listen_addresses = ''
unix_socket_directories = '$folder'
max_connections = 300
fsync = off
END
control start
echo "$folder"
while read -r word; do
  case $word in
    start) control start ;;
    stop) control stop -m fast ;;
    kill) control stop -m immediate ;;
  esac
  echo "$word"
done
