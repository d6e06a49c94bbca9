#!/usr/bin/env bash
# A disk that stands still for five seconds (a frozen file system): clients do not feel it, memory is bounded, loss is counted.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

freezable 256M
traffic_start model
config <<END
models: {legacy: {url: "$traffic_url"}}
routes: [{name: all, match: {path: {prefix: /}}, model: legacy, record: {percent: 100}}]
sink: {path: "$data", queue: {records: 500, bytes: 4MiB}}
END
gateway
load_begin --url "$url/x" --rate 300 --seconds 15 --expect-bytes 1024
within 60 metric_is understudy_sink_written_total '' -gt 600 || fail "nothing was written"
freeze
memory=$(resident "$pid")
full() { [ "$(metric understudy_records_total 'result="queue_full"')" -gt 300 ]; }
within 20 full || true
sleep 2
expect 'lost and counted while it stood still' "$(metric understudy_records_total 'result="queue_full"')" -gt 300
expect 'waiting to be written' "$(metric understudy_sink_queued_records)" -le 500
expect 'MiB more in memory' $(($(resident "$pid") - memory)) -lt 64
before=$(metric understudy_sink_written_total)
thaw
within 60 metric_is understudy_sink_written_total '' -gt $((before + 600)) || true
expect 'written again' $(($(metric understudy_sink_written_total) - before)) -gt 600
load_wait
expect "answered 200 of $(loaded sent)" "$(loaded status_200)" -eq "$(loaded sent)"
figure "p50 $(loaded p50_us) µs, p99 $(loaded p99_us) µs, longest $(loaded max_us) µs"
accounted all
understudy_stop "$pid"
recorded_ids "$data" | sort >"$work/recorded"
expect 'twice' "$(uniq -d "$work/recorded" | wc -l)" -eq 0
expect 'torn or unreadable' $(($(noted torn) + $(noted unreadable))) -eq 0
verdict
