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
full() { [ "$(lost)" -gt 300 ]; }
within 60 full || true
expect 'lost while full' "$(lost)" -gt 300
expect 'sink_up while full' "$(metric understudy_sink_up)" -eq 0
recovers mount -o remount,size=256m "$work/disk"
verdict
