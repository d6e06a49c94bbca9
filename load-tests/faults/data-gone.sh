#!/usr/bin/env bash
# Under load the data directory is removed: no request fails, records come back by themselves.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

traffic_start model
config <<END
models: {legacy: {url: "$traffic_url"}}
routes: [{name: all, match: {path: {prefix: /}}, model: legacy, record: {percent: 100}}]
sink: {path: "$data"}
END
gateway
load_begin --url "$url/x" --rate 200 --seconds 12 --expect-bytes 1024
within 60 metric_is understudy_sink_written_total '' -gt 200 || fail "nothing was written"

lines() { find "$data/pairs" -name '*.jsonl' -exec cat {} + 2>/dev/null | wc -l; }
mv "$data" "$work/removed" # all at once: the sink makes a new one as soon as it misses its own
rm -rf "$work/removed"
back() { [ "$(lines)" -gt 50 ]; }
removed=$(millis)
within 60 back || true
expect 'records in the new directory' "$(lines)" -gt 50
figure "after $(($(millis) - removed)) ms"

load_wait
expect "answered 200 of $(loaded sent)" "$(loaded status_200)" -eq "$(loaded sent)"
figure "p99 $(loaded p99_us) µs"
accounted all
understudy_stop "$pid"
recorded_ids "$data" | sort >"$work/recorded"
expect 'twice' "$(uniq -d "$work/recorded" | wc -l)" -eq 0
figure "readable $(wc -l <"$work/recorded"), torn $(noted torn), unreadable $(noted unreadable)"
verdict
