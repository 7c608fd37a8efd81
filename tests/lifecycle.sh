#!/usr/bin/env bash
# The life of the real program: it starts its own database, stops it, survives being killed, refuses a second copy.
# Needs target/debug/bontot, PostgreSQL and curl.
set -euo pipefail
cd "$(dirname "$0")/.."
program=$PWD/target/debug/bontot
dir=$(mktemp -d)
log=$dir/log
unset DATABASE_URL
app=
trap 'cleanup' EXIT

cleanup() {
    if [ -n "$app" ] && kill -TERM "$app" 2>/dev/null; then wait "$app" || true; fi
    rm -rf "$dir"
}

fail() {
    echo "lifecycle: $1" >&2
    cat "$log" >&2 || true
    exit 1
}

port() {
    node -e 'const s = require("net").createServer(); s.listen(0, "127.0.0.1", () => { console.log(s.address().port); s.close() })'
}

start() {
    DATA_DIR=$dir/data LISTEN=127.0.0.1:$1 "$program" serve >>"$log" 2>&1 &
    app=$!
    for _ in $(seq 300); do
        curl --silent --fail --output /dev/null "http://127.0.0.1:$1/healthz" && return
        kill -0 "$app" 2>/dev/null || fail "the program ended at its start"
        sleep 0.1
    done
    fail "the program did not answer"
}

servers() {
    local count=0 process
    for process in /proc/[0-9]*; do
        if [ "$(readlink "$process/cwd" 2>/dev/null)" = "$dir/data/postgres" ]; then count=$((count + 1)); fi
    done
    echo "$count"
}

refused() {
    local said
    if said=$(DATA_DIR=$dir/data LISTEN=127.0.0.1:$1 timeout 20 "$program" serve 2>&1); then fail "a second copy ran"; fi
    case $said in *"$2"*) ;; *) fail "a second copy said: $said" ;; esac
}

chmod 755 "$dir"
first=$(port)
start "$first"
[ "$(servers)" -gt 0 ] || fail "no private database runs"
refused "$first" "không mở được cổng"
refused "$(port)" "đang được một bản khác"

kill -TERM "$app" && wait "$app" || fail "SIGTERM did not end it well"
[ "$(servers)" -eq 0 ] || fail "the database still runs after SIGTERM"

second=$(port)
start "$second"
kill -KILL "$app"
wait "$app" 2>/dev/null || true
start "$second"
kill -INT "$app" && wait "$app" || fail "SIGINT did not end it well"
[ "$(servers)" -eq 0 ] || fail "the database still runs after SIGINT"
app=
echo "lifecycle: ok"
