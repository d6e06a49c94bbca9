#!/usr/bin/env bash
# MINUTES (default: 30) of all strategies with a candidate that does everything wrong, reloads and leaving clients, under
# Netty's paranoid leak detection: no leak, flat memory, every request accounted for.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"
minutes=${MINUTES:-30} rate=${RATE:-60}
seconds=$((minutes * 60))

traffic_start model; legacy=$traffic_url
traffic_start model; candidate=$traffic_url candidate_control=$traffic_control
written=0
soak_config() {
    written=$((written + 1))
    config <<END
# written for the $written. time
identity: {user: [{header: x-user-id}]}
models:
  legacy: {url: "$legacy"}
  streaming: {url: "$legacy/events/10"}
  streaming-candidate: {url: "$candidate/events/10", timeout: {connect: 500ms, firstByte: 300ms, idle: 500ms, total: 20s}}
  candidate:
    url: "$candidate"
    timeout: {connect: 500ms, firstByte: 300ms, idle: 300ms, total: 1s}
    breaker: {failureRate: 90, minimumCalls: 20, openFor: 200ms}
routes:
  - name: shadow
    match: {path: {prefix: /shadow}}
    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], noise: {percent: 10}, limits: {timeout: 500ms}}
  - name: interleave
    match: {path: {prefix: /interleave}}
    interleave: {legacy: legacy, candidate: candidate, percent: 50, items: /hits, itemId: /id, wait: 20ms}
  - name: canary
    match: {path: {prefix: /canary}}
    canary:
      legacy: legacy
      candidate: candidate
      assignBy: user
      steps: [setPercent: 20, pause: {}]
      fallback: {on: [connectError, status5xx, firstByteTimeout]}
    shadow: {direction: both, percent: 20}
  - name: stream
    match: {path: {prefix: /stream}}
    shadow: {legacy: streaming, candidates: [{model: streaming-candidate, percent: 100}], limits: {timeout: 20s}}
sink: {path: "$data", segmentBytes: 4MiB, maxBytes: 64MiB}
END
}
soak_config
becomes "$candidate_control" moody
export UNDERSTUDY_JAVA_OPTS="${UNDERSTUDY_JAVA_OPTS:-} -Xmx256m -Dio.netty.leakDetection.level=paranoid -Dio.netty.leakDetection.targetRecords=20"
gateway
loads=()
for path in shadow interleave canary; do
    "${traffic_command[@]}" load --url "$url/$path" --rate "$rate" --seconds "$seconds" --header 'x-user-id: user-{n}' \
        >"$work/load.$path" 2>>"$work/load.err" &
    loads+=($!)
done
started+=("${loads[@]}")
: >"$work/memory"
end=$((SECONDS + seconds))
while [ "$SECONDS" -lt "$end" ]; do
    kill -0 "$pid" 2>/dev/null || fail "the gateway died: $(tail -5 "$work/understudy.log")"
    traffic events --url "$url/stream" --streams 10 --seconds 5 >>"$work/events" # and leaves in the middle
    printf '%s %s %s\n' "$(resident "$pid")" "$(find "/proc/$pid/fd" | wc -l)" "$(find "/proc/$pid/task" -maxdepth 1 | wc -l)" >>"$work/memory"
    soak_config
done
wait "${loads[@]}"
third() { # COLUMN N: the median of the N-th third, whole
    awk -v c="$1" -v n="$2" -v all="$(wc -l <"$work/memory")" 'NR > all * (n - 1) / 3 && NR <= all * n / 3 {print $c}' \
        "$work/memory" | median | cut -d. -f1
}
figure "$minutes min, $(wc -l <"$work/memory") samples, file written $written times"
# How the requests of a load ended, each way with its number: 200 17998, 504 2.
endings() { # PATH
    tr ' ' '\n' <"$work/load.$1" | awk -F= '$1 ~ /^(status_[0-9]+|closed|cut|malformed|refused|timeout|unsent)$/ {
        sub(/^status_/, "", $1); printf "%s%s %s", n++ ? ", " : "", $1, $2}'
}
of() { value "$2" <"$work/load.$1"; } # PATH KEY
# What the gateway says went wrong with requests, and whose fault it was.
failures() {
    curl -s --max-time 10 "$admin/metrics" |
        sed -n 's/^understudy_failures_total{blame="\([^"]*\)",failure="\([^"]*\)",status="\([^"]*\)"} \([1-9][0-9]*\).*/\3 \2 (\1) \4/p' |
        paste -sd ',' | sed 's/,/, /g'
}
figure "failures by the gateway's count, of /canary and /stream too: $(failures)"
for path in shadow interleave canary; do
    figure "/$path: $(endings "$path")"
    # What cannot be sent is the machine's doing: all connections of the load wait. More than a tenth would be no soak.
    expect "/$path sent" "$(of "$path" sent)" -gt $((rate * seconds * 9 / 10))
    expect "/$path sent and neither answered nor given up" \
        $(($(of "$path" sent) - $(of "$path" answered) - $(of "$path" closed) - $(of "$path" cut) - $(of "$path" refused) - $(of "$path" timeout) - $(of "$path" malformed))) -eq 0
done
for path in shadow interleave; do
    # Legacy is well all the time, so that a client gets 200; or, on a machine with too much to do, 503; or, where nobody had
    # his turn for the second that a connection may take, 504 (failure connect, by the count above).
    expect "/$path answered 200" "$(of "$path" status_200)" -gt $((rate * seconds * 9 / 10))
    expect "/$path answered 504" "$(of "$path" status_504)" -le $((rate * seconds / 100))
    expect "/$path answered neither 200, 503 nor 504" \
        $(($(of "$path" answered) - $(of "$path" status_200) - $(of "$path" status_503) - $(of "$path" status_504))) -eq 0
done
expect 'answered by /canary' "$(of canary answered)" -gt $((rate * seconds * 9 / 10))
expect 'events read' "$(awk '{split($2, e, "="); s += e[2]} END {print s}' "$work/events")" -gt 100
within 60 metric_is understudy_model_in_flight '' -eq 0 || true
expect 'calls still under way' "$(metric understudy_model_in_flight)" -eq 0
for path in shadow interleave canary stream; do accounted "$path"; done
expect 'leaks' "$(grep -c 'LEAK:' "$work/understudy.log" || true)" -eq 0
expect 'errors in its log' "$(grep -ciE '\b(error|exception)\b' "$work/understudy.log" || true)" -eq 0
figure "resident $(third 1 1), $(third 1 2), $(third 1 3) MiB by thirds"
expect 'last third, % of the middle one' $(($(third 1 3) * 100 / $(third 1 2))) -lt 120
figure "descriptors $(third 2 1), $(third 2 2), $(third 2 3); threads $(third 3 1), $(third 3 2), $(third 3 3)"
expect 'threads more than in the first third' $(($(third 3 3) - $(third 3 1))) -lt 5
understudy_stop "$pid"
expect 'leaks after the end' "$(grep -c 'LEAK:' "$work/understudy.log" || true)" -eq 0
verdict
