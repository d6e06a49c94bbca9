#!/usr/bin/env bash
# A model that is well and sick in turns, three times a second: the breaker acts, no POST is sent twice, nobody hangs.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

traffic_start model; model=$traffic_url control=$traffic_control
config <<END
models:
  flapping:
    url: "$model"
    timeout: 10s
    breaker: {failureRate: 40, minimumCalls: 20, openFor: 300ms}
routes: [{name: all, match: {path: {prefix: /}}, model: flapping}]
sink: {path: "$data"}
END
gateway
load_begin --url "$url/x" --rate 150 --seconds 9 --connections 256
within 60 seen_is "$control" requests -gt 50 || fail "no load came"
opened=0
while kill -0 "$load_pid" 2>/dev/null; do
    for mood in closing well resetting well refusing well erring well; do
        becomes "$control" "$mood"
        sleep 0.3
        [ "$(metric understudy_model_breaker_open)" -eq 0 ] || opened=$((opened + 1))
        kill -0 "$load_pid" 2>/dev/null || break
    done
done
becomes "$control" well
load_wait
figure "requests $(loaded sent)"
expect 'answered 200' "$(loaded status_200)" -gt 100
for status in 502 503 504; do figure "answered $status: $(loaded status_$status)"; done
expect 'answered at all' "$(loaded answered)" -eq "$(loaded sent)"
expect 'sent twice' "$(seen "$control" duplicates)" -eq 0
expect 'times the breaker was seen open' "$opened" -gt 0
well() { traffic load --url "$url/x" --rate 100 --seconds 1 >"$work/load" && [ "$(loaded status_200)" -eq 100 ]; }
within 60 well || true
expect 'answered 200 of 100 once it is well again' "$(loaded status_200)" -eq 100
expect 'calls still under way' "$(metric understudy_model_in_flight)" -eq 0
verdict
