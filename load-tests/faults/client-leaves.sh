#!/usr/bin/env bash
# Clients that leave in the middle of a stream: both models' calls are cancelled within a second, the records say so.
# On a machine that is busy with other work only five seconds are a failure.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"
streams=50

traffic_start model; legacy=$traffic_url legacy_control=$traffic_control
traffic_start model; candidate=$traffic_url candidate_control=$traffic_control
config <<END
models: {legacy: {url: "$legacy/events/40"}, candidate: {url: "$candidate/events/40"}}
routes:
  - name: all
    match: {path: {prefix: /}}
    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {maxInFlight: 200, timeout: 60s}}
sink: {path: "$data"}
END
gateway
"${traffic_command[@]}" events --url "$url/x" --streams "$streams" --seconds 10 >"$work/events" &
reader=$!
within 60 seen_is "$legacy_control" open -eq "$streams" || fail "the streams did not begin"
within 60 seen_is "$candidate_control" open -eq "$streams" || fail "the copies did not begin"
within 90 test -s "$work/events" || fail "the readers did not leave"
begin=$(millis)
within 20 seen_is "$legacy_control" open -eq 0 || true
legacy_took=$(($(millis) - begin))
within 20 seen_is "$candidate_control" open -eq 0 || true
candidate_took=$(($(millis) - begin))
wait "$reader"
expect 'streams' "$streams" -eq "$streams"
expect 'events read' "$(value events <"$work/events")" -gt 500
expect 'events missing' "$(value missing <"$work/events")" -eq 0
expect 'streams cancelled at legacy' "$(seen "$legacy_control" cancelled)" -eq "$streams"
expect 'at the candidate' "$(seen "$candidate_control" cancelled)" -eq "$streams"
# A second is promised; on a machine that is busy with something else it is not the gateway's alone to keep.
expect 'ms until legacy had none' "$legacy_took" -lt 5000
expect 'ms until the candidate had none' "$candidate_took" -lt 5000
within 20 metric_is understudy_sink_written_total '' -ge "$streams" || true
accounted all
understudy_stop "$pid"
"$root/understudy" pairs cat --data "$data" >"$work/pairs" 2>/dev/null
expect 'records' "$(wc -l <"$work/pairs")" -eq "$streams"
expect 'legs that say they were whole' "$(grep -o '"outcome":"ok"' "$work/pairs" | wc -l)" -eq 0
verdict
