#!/usr/bin/env bash
# SIGTERM with slow requests under way and others coming: what began ends well and is recorded, then the process is gone.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

traffic_start model; slow_control=$traffic_control slow=$traffic_url
traffic_start model; fast_control=$traffic_control fast=$traffic_url
config <<END
models: {slow: {url: "$slow/after/8000"}, fast: {url: "$fast"}}
routes:
  - {name: slow, match: {path: {prefix: /slow}}, model: slow, record: {percent: 100}}
  - {name: fast, match: {path: {prefix: /fast}}, model: fast}
sink: {path: "$data"}
END
gateway
load_begin --url "$url/slow" --rate 100 --seconds 0.5 --connections 64
slow_load=$load_pid
within 60 seen_is "$slow_control" open -eq 50 || fail "the slow requests did not arrive"
cp /dev/null "$work/load.fast"
"${traffic_command[@]}" load --url "$url/fast" --rate 200 --seconds 3 >"$work/load.fast" &
fast_load=$!
within 60 seen_is "$fast_control" requests -gt 20 || fail "the fast requests did not arrive"
begin=$(millis)
kill -TERM "$pid"
status=0
wait "$pid" || status=$?
figure "gone after $(($(millis) - begin)) ms"
wait "$slow_load" "$fast_load"
figure "exit status $status"
[ "$status" -eq 0 ] || [ "$status" -eq 143 ] || troubles+=("exit status: $status (expected: 0 or 143)")
expect 'of 50 slow requests answered' "$(loaded status_200)" -eq 50
expect 'recorded' "$(recorded_ids "$data" | sort -u | wc -l)" -eq 50
answered=$(value status_200 <"$work/load.fast")
expect "fast requests that reached the model $(seen "$fast_control" requests), of them answered" "$answered" -eq "$(seen "$fast_control" requests)"
expect 'answers cut' $(($(value cut <"$work/load.fast") + $(loaded cut))) -eq 0
figure "sent to a closing connection $(value closed <"$work/load.fast"), refused after $(value refused <"$work/load.fast")"
verdict
