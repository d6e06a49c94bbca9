#!/usr/bin/env bash
# A heap of 64 MiB, bodies of 64 KiB copied and recorded, a slow candidate: clients are served, or told 503; nothing dies.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

traffic_start model --answer-bytes 65536; legacy=$traffic_url
traffic_start model --answer-bytes 65536; candidate=$traffic_url
config <<END
models: {legacy: {url: "$legacy"}, candidate: {url: "$candidate/after/100"}}
routes:
  - name: all
    match: {path: {prefix: /}}
    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
sink: {path: "$data", queue: {records: 1000, bytes: 8MiB}}
END
export UNDERSTUDY_JAVA_OPTS="${UNDERSTUDY_JAVA_OPTS:-} -Xmx64m -XX:MaxDirectMemorySize=64m"
gateway
load_begin --url "$url/x" --rate 200 --seconds 12 --body-bytes 65536
load_wait
expect 'still runs' "$(kill -0 "$pid" 2>/dev/null && echo 1 || echo 0)" -eq 1
expect "answered 200 or 503 of $(loaded sent)" $(($(loaded status_200) + $(loaded status_503))) -eq "$(loaded sent)"
figure "of them 503: $(loaded status_503), p99 $(loaded p99_us) µs"
expect 'out of memory in its log' "$(grep -c OutOfMemory "$work/understudy.log" || true)" -eq 0
figure "recorded $(metric understudy_records_total 'result="recorded"'), copies shed $(metric understudy_legs_total 'outcome="shed"')"
figure "resident $(resident "$pid") MiB"
traffic load --url "$url/x" --rate 50 --seconds 2 >"$work/load"
expect 'answered 200 of 100 afterwards' "$(loaded status_200)" -eq 100
accounted all
verdict
