#!/usr/bin/env bash
# Under load the data directory is removed, then its disk becomes read-only: no request fails, records come back by themselves.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

mkdir "$work/disk"
mount -t tmpfs -o size=256m tmpfs "$work/disk" 2>/dev/null || skip 'a tmpfs cannot be mounted (it needs root)'
mounted+=("$work/disk")
data=$work/disk/data
traffic_start model
config <<END
models: {legacy: {url: "$traffic_url"}}
routes: [{name: all, match: {path: {prefix: /}}, model: legacy, record: {percent: 100}}]
sink: {path: "$data"}
END
gateway
load_begin --url "$url/x" --rate 200 --seconds 24 --expect-bytes 1024
within 60 metric_is understudy_sink_written_total '' -gt 200 || fail "nothing was written"

lines() { find "$data/pairs" -name '*.jsonl' -exec cat {} + 2>/dev/null | wc -l; }
rm -rf "$data"
back() { [ "$(lines)" -gt 50 ]; }
removed=$(millis)
within 60 back || true
expect 'records in the new directory' "$(lines)" -gt 50
figure "after $(($(millis) - removed)) ms"

mount -o remount,ro "$work/disk"
down() { [ "$(metric understudy_sink_up)" -eq 0 ]; }
within 10 down || true
expect 'sink_up while read-only' "$(metric understudy_sink_up)" -eq 0
expect 'records lost and counted' $(($(metric understudy_records_total 'result="sink_down"') + $(metric understudy_sink_lost_total))) -gt 0
mount -o remount,rw "$work/disk"
before=$(metric understudy_sink_written_total)
writable=$(millis)
within 60 metric_is understudy_sink_written_total '' -gt $((before + 50)) || true
expect 'written again' $(($(metric understudy_sink_written_total) - before)) -gt 50
figure "after $(($(millis) - writable)) ms"
load_wait
expect "answered 200 of $(loaded sent)" "$(loaded status_200)" -eq "$(loaded sent)"
figure "p99 $(loaded p99_us) µs"
accounted all
understudy_stop "$pid"
recorded_ids "$data" | sort >"$work/recorded"
expect 'twice' "$(uniq -d "$work/recorded" | wc -l)" -eq 0
figure "readable $(wc -l <"$work/recorded"), torn $(noted torn), unreadable $(noted unreadable)"
verdict
