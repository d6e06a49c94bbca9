#!/usr/bin/env bash
# The disk runs full under load and is freed again: no request fails, what was lost is counted, what is there reads clean.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

mkdir "$work/disk"
mount -t tmpfs -o size=3m tmpfs "$work/disk" 2>/dev/null || skip 'a tmpfs cannot be mounted (it needs root)'
mounted+=("$work/disk")
data=$work/disk/data
traffic_start model
config <<END
models: {legacy: {url: "$traffic_url"}}
routes: [{name: all, match: {path: {prefix: /}}, model: legacy, record: {percent: 100}}]
sink: {path: "$data"}
END
gateway
load_begin --url "$url/x" --rate 300 --seconds 20 --expect-bytes 1024
lost() { echo $(($(metric understudy_records_total 'result="sink_down"') + $(metric understudy_records_total 'result="queue_full"') + $(metric understudy_sink_lost_total))); }
full() { [ "$(lost)" -gt 300 ]; }
within 60 full || true
expect 'lost while full' "$(lost)" -gt 300
expect 'sink_up while full' "$(metric understudy_sink_up)" -eq 0
before=$(metric understudy_sink_written_total)
mount -o remount,size=256m "$work/disk"
freed=$(millis)
within 60 metric_is understudy_sink_written_total '' -gt $((before + 100)) || true
expect 'written again' $(($(metric understudy_sink_written_total) - before)) -gt 100
figure "after $(($(millis) - freed)) ms"
load_wait
expect "answered 200 of $(loaded sent)" "$(loaded status_200)" -eq "$(loaded sent)"
figure "p99 $(loaded p99_us) µs"
accounted all
offered=$(metric understudy_records_total 'result="recorded"')
behind=$(metric understudy_sink_lost_total)
understudy_stop "$pid"
recorded_ids "$data" | sort >"$work/recorded"
expect "offered $offered, lost behind the queue $behind, readable" "$(wc -l <"$work/recorded")" -ge $((offered - behind))
expect 'twice' "$(uniq -d "$work/recorded" | wc -l)" -eq 0
figure "torn $(noted torn), unreadable $(noted unreadable)"
verdict
