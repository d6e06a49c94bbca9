#!/usr/bin/env bash
# A segment whose last line was cut anywhere by a crash: the next start leaves that line out, counts it and keeps the rest.
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
traffic load --url "$url/x" --rate 100 --seconds 2 >/dev/null
within 20 metric_is understudy_sink_written_total '' -ge 200 || within 5 metric_is understudy_sink_written_total '' -ge 200 || true
sleep 1.2
understudy_kill "$pid"
segment=$(find "$data/pairs" -name '*.jsonl' -size +0)
[ "$(wc -w <<<"$segment")" -eq 1 ] || fail "expected one open segment, found: $segment"
cp "$segment" "$work/whole"
size=$(wc -c <"$work/whole")
cuts=0 wrong=0 counted=0
for cut in 1 17 $((RANDOM % 1500 + 1)) $((RANDOM % 1500 + 1)); do
    rm -f "$data"/pairs/*
    head -c $((size - cut)) "$work/whole" >"$segment"
    expected=$(wc -l <"$segment") # whole lines end with their newline
    [ "$(tail -c 1 "$segment" | wc -l)" -eq 1 ] || cuts=$((cuts + 1))
    before=$(grep -c 'torn last line' "$work/understudy.log" || true)
    gateway
    within 20 test ! -e "$segment" || true # it was sealed
    found=$(recorded_ids "$data" | sort -u | wc -l)
    [ "$found" -eq "$expected" ] || { wrong=$((wrong + 1)); figure "cut $cut: $found of $expected"; }
    counted=$((counted + $(grep -c 'torn last line' "$work/understudy.log" || true) - before))
    understudy_kill "$pid"
done
figure "records before $(wc -l <"$work/whole"), starts on a cut segment 4"
expect 'starts after which a whole line was missing or a torn one there' "$wrong" -eq 0
expect "torn lines reported of $cuts" "$counted" -eq "$cuts"
verdict
