#!/usr/bin/env bash
# Out of file descriptors: who is served stays served, nothing spins, and it all works again once clients leave.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

traffic_start model
config <<END
models: {legacy: {url: "$traffic_url/after/1500"}, fast: {url: "$traffic_url"}}
routes:
  - {name: slow, match: {path: {prefix: /slow}}, model: legacy}
  - {name: fast, match: {path: {prefix: /fast}}, model: fast, record: {percent: 100}}
sink: {path: "$data"}
END
gateway bash -c 'ulimit -n 200; exec "$@"' limited
curl -s -o /dev/null --max-time 10 "$url/fast" -d '{}'
load_begin --url "$url/slow" --rate 400 --seconds 1 --connections 400 --timeout 8
exhausted() { [ "$(find "/proc/$pid/fd" | wc -l)" -gt 195 ]; }
within 15 exhausted || fail "the descriptors did not run out"
before=$(ticks "$pid")
sleep 2
spent=$(($(ticks "$pid") - before))
load_wait
figure "400 clients with 200 descriptors"
expect 'still runs' "$(kill -0 "$pid" 2>/dev/null && echo 1 || echo 0)" -eq 1
expect 'answered 200' "$(loaded status_200)" -gt 30
figure "answered otherwise $(($(loaded answered) - $(loaded status_200))), not answered $(($(loaded sent) - $(loaded answered)))"
# Two loops that spin would take 200 ticks a second.
expect 'ticks of CPU in two seconds without any' "$spent" -lt 150
within 20 curl -sf -o /dev/null --max-time 5 "$url/fast" -d '{}' || true
traffic load --url "$url/fast" --rate 100 --seconds 2 --connections 16 >"$work/load"
expect 'answered 200 of 200 afterwards' "$(loaded status_200)" -eq 200
accounted fast
verdict
