#!/usr/bin/env bash
# A network that resets, cuts, stalls, drips and goes half-open, first before the candidate, then before legacy itself.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

port() { printf '%s' "${1##*:}"; }
traffic_start model; legacy=$traffic_url
traffic_start model; candidate=$traffic_url
traffic_start network --to "$(port "$legacy")"; near=$traffic_url near_control=$traffic_control
traffic_start network --to "$(port "$candidate")"; far=$traffic_url far_control=$traffic_control
config <<END
models:
  legacy: {url: "$legacy"}
  candidate: {url: "$far", timeout: {connect: 300ms, firstByte: 300ms, idle: 300ms, total: 1s}}
  behind: {url: "$near", timeout: {connect: 3s, firstByte: 3s, idle: 3s, total: 6s}, breaker: {failureRate: 100, minimumCalls: 1000, openFor: 1s}}
routes:
  - name: shadow
    match: {path: {prefix: /shadow}}
    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {timeout: 2s}}
  - {name: primary, match: {path: {prefix: /primary}}, model: behind}
sink: {path: "$data"}
END
gateway
traffic load --url "$url/shadow" --rate 200 --seconds 2 >/dev/null
for fault in reset cut stall drip half-open; do
    becomes "$far_control" "$fault"
    traffic load --url "$url/shadow" --rate 100 --seconds 3 --expect-bytes 1024 >"$work/load"
    expect "candidate's network $fault: answered 200 of $(loaded sent)" "$(loaded status_200)" -eq "$(loaded sent)"
    figure "p99 $(loaded p99_us) µs"
done
becomes "$far_control" none
accounted shadow

for fault in reset cut stall drip half-open; do
    becomes "$near_control" "$fault"
    traffic load --url "$url/primary" --rate 50 --seconds 2 >"$work/load"
    # What the network cut after the head went out can only end cut; all else gets a status.
    expect "legacy's network $fault: of $(loaded sent) answered or cut" $(($(loaded answered) + $(loaded cut))) -eq "$(loaded sent)"
    figure "502 $(loaded status_502), 503 $(loaded status_503), 504 $(loaded status_504), cut $(loaded cut)"
    becomes "$near_control" none
    well() { traffic load --url "$url/primary" --rate 50 --seconds 1 >"$work/load" && [ "$(loaded status_200)" -eq 50 ]; }
    recovered=0
    within 30 well && recovered=1
    expect "well again" "$recovered" -eq 1
done
expect 'calls still under way' "$(metric understudy_model_in_flight)" -eq 0
verdict
