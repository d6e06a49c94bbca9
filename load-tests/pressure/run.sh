#!/bin/bash
# The heavy proofs: what the gateway holds on to when clients, bodies and the log are at their worst.
#
#   load-tests/pressure/run.sh [idle] [slow] [bodies] [sink]      default: all four
#
#   CONNECTIONS=10000 idle connections, each asked before and after IDLE=10 seconds
#   READERS=100       slow readers of answers of ANSWER=209715200 bytes, for SLOW=20 seconds
#   BODIES=8          clients at once, each sending and reading BODY=104857600 bytes, HEAP=256m
#   RECORDS=60        seconds of copied and recorded requests while the log's disk stands still
#
# UNDERSTUDY=COMMAND runs another build than the launcher of this tree.
#
# Needs a JDK 17 or later and curl, and for `sink` wrk and a C compiler; touches 127.0.0.1 alone, and ends by itself. Prints one line for each
# figure: resident memory of the gateway (peak and at the end), its heap after a collection, direct memory, and errors.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
work=$(mktemp -d)
started=()
finish() {
    for one in "${started[@]}"; do kill -CONT "$one" 2>/dev/null || :; kill "$one" 2>/dev/null || :; done
    wait 2>/dev/null || :
    rm -rf "$work"
}
trap finish EXIT
fail() { printf 'pressure: %s\n' "$*" >&2; exit 1; }
heap=${HEAP:-256m}

java_home=${JAVA_HOME:-$(dirname "$(dirname "$(readlink -f "$(command -v javac)")")")}
"$java_home/bin/javac" -d "$work" "$here/Client.java"
client=("$java_home/bin/java" -Xmx512m -cp "$work" Client)

wait_for() { # FILE PATTERN
    for _ in $(seq 1800); do grep -sq "$2" "$1" && return; sleep 0.1; done
    cat "$1" >&2
    fail "no line like $2"
}

"${client[@]}" model 0 >"$work/model" &
started+=($!)
wait_for "$work/model" '^model ready'
model=$(sed 's/.*: //' "$work/model")

gateway() { # NAME YAML; sets pid, port, admin
    cat >"$work/$1.yaml" <<END
version: 1
listen: {http: "127.0.0.1:0", threads: 2, limits: {connections: 20000}, timeouts: {idle: 120s}}
admin: {http: "127.0.0.1:0"}
models:
  legacy: {url: "http://127.0.0.1:$model", maxInFlight: 2000, timeout: {connect: 30s, firstByte: 120s, idle: 120s, total: 600s}}
$2
END
    UNDERSTUDY_JAVA_OPTS="-Xmx$heap" "${UNDERSTUDY:-$root/understudy}" run -c "$work/$1.yaml" >"$work/$1.out" 2>"$work/$1.log" &
    pid=$!
    started+=("$pid")
    wait_for "$work/$1.out" '^understudy ready'
    port=$(sed -n 's/^understudy ready: http:\/\/[^:]*:\([0-9]*\).*/\1/p' "$work/$1.out")
    admin=$(sed -n 's/.* admin \(http[^ ]*\).*/\1/p' "$work/$1.out")
}

metric() { # NAME [LABELS]
    curl -s "$admin/metrics" | awk -v n="$1" -v l="${2:-}" \
        'index($0, n) == 1 && (l == "" || index($0, l)) && $1 ~ "^" n "([{]|$)" {s += $NF} END {printf "%.0f", s}'
}

memory() { # LABEL
    awk -v w="$1" '/VmHWM/ {p = $2} /VmRSS/ {r = $2} END {printf "%s: rss_mib=%d peak_rss_mib=%d\n", w, r / 1024, p / 1024}' "/proc/$pid/status"
    printf '%s: direct_mib=%s heap_used_mib=%s bodies_held=%s refused=%s pressure_level=%s\n' "$1" \
        "$(($(metric understudy_direct_memory_bytes) / 1048576))" \
        "$(($(metric jvm_memory_used_bytes 'area="heap"') / 1048576))" \
        "$(metric understudy_bodies_held_bytes)" "$(metric understudy_connections_refused_total)" \
        "$(metric understudy_pressure_level)"
}

stop() { kill "$pid"; wait "$pid" || fail "the gateway ended with $?"; }

plain='routes: [{name: all, match: {path: {prefix: /}}, model: legacy}]'
copied='  candidate: {url: "http://127.0.0.1:'$model'", maxInFlight: 2000}
routes:
  - name: all
    match: {path: {prefix: /}}
    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {maxInFlight: 200}}'

idle() {
    ulimit -n 65536 2>/dev/null || ulimit -n "$(ulimit -Hn)"
    gateway idle "$plain"
    memory 'idle, before'
    "${client[@]}" idle "$port" "${CONNECTIONS:-10000}" "${IDLE:-10}" >"$work/idle.client" &
    local asking=$!
    started+=("$asking")
    wait_for "$work/idle.client" '^open='
    memory 'idle, with connections'
    wait "$asking"
    sed 's/^/idle: /' "$work/idle.client"
    stop
}

slow() {
    gateway slow "$plain"
    memory 'slow, before'
    "${client[@]}" slow "$port" "${READERS:-100}" "${ANSWER:-209715200}" "${SLOW:-20}" >"$work/slow.client" &
    local reading=$!
    started+=("$reading")
    sleep $((${SLOW:-20} / 2))
    memory 'slow, half-way'
    wait "$reading"
    sed 's/^/slow: /' "$work/slow.client"
    memory 'slow, after'
    stop
}

bodies() {
    gateway bodies "$copied"
    memory 'bodies, before'
    "${client[@]}" bodies "$port" "${BODIES:-8}" "${BODY:-104857600}" | sed 's/^/bodies: /'
    memory 'bodies, after'
    printf 'bodies: copies_too_large=%s out_of_memory=%s\n' \
        "$(metric understudy_legs_total 'outcome="too_large"')" "$(grep -c OutOfMemory "$work/bodies.log" || :)"
    stop
}

# The disk stands still: from some moment on no write to the log's files returns, by a library put before the C library.
sink() {
    command -v wrk >/dev/null || fail "wrk is missing (Debian: apt-get install wrk)"
    cc -shared -fPIC -O1 -o "$work/stall.so" "$here/stall.c" -ldl || fail "no C compiler (Debian: apt-get install gcc)"
    export STALL=$work/stall LD_PRELOAD=$work/stall.so
    gateway sink "$copied
sink: {path: \"$work/data\", queue: {records: 10000, bytes: 16MiB}}"
    unset LD_PRELOAD
    local url=http://127.0.0.1:$port/bytes/4096 third=$((${RECORDS:-60} / 3))
    wrk -t1 -c16 -d5s "$url" >/dev/null
    memory 'sink, before'
    touch "$STALL"
    for part in 1 2 3; do
        wrk -t1 -c16 -d"${third}s" "$url" >"$work/wrk.$part"
        memory "sink, standing still, part $part"
        printf 'sink: requests_per_second=%s written=%s dropped_queue_full=%s shadows_shed=%s errors=%s\n' \
            "$(awk '/Requests\/sec/ {print $2}' "$work/wrk.$part")" "$(metric understudy_sink_written_total)" \
            "$(metric understudy_records_total 'result="queue_full"')" \
            "$(metric understudy_pressure_shed_total 'what="shadows"')" \
            "$(grep -c 'Non-2xx\|Socket errors' "$work/wrk.$part" || :)"
    done
    rm "$STALL"
    sleep 3
    wrk -t1 -c16 -d5s "$url" >"$work/wrk.after"
    printf 'sink: after it moved on: written=%s queued=%s pressure_level=%s\n' "$(metric understudy_sink_written_total)" \
        "$(metric understudy_sink_queued_records)" "$(metric understudy_pressure_level)"
    stop
}

printf 'machine: %s cores, %s, Linux %s\n' "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -n 1)" "$(uname -r)"
printf 'understudy: %s, heap %s, %s\n' "$(git -C "$root" rev-parse --short HEAD 2>/dev/null || echo unknown)" "$heap" \
    "$("$java_home/bin/java" -version 2>&1 | sed -n 2p)"
for proof in "${@:-idle slow bodies sink}"; do for one in $proof; do "$one"; done; done
