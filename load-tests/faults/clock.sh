#!/usr/bin/env bash
# The machine's clock jumps an hour forth, two back, and to where it was: no request fails or times out, each has its record.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

cc -shared -fPIC -O2 -Wall -o "$work/clock.so" "$(dirname "$0")/clock.c" 2>/dev/null ||
    skip 'clock.c cannot be compiled (Debian: apt-get install gcc libc6-dev)'
jump() { printf '%-31s\n' "$1" | dd of="$work/clock" conv=notrunc status=none; } # SECONDS, in place: it is mapped
traffic_start model; legacy=$traffic_url
traffic_start model; candidate=$traffic_url
config <<END
models: {legacy: {url: "$legacy"}, candidate: {url: "$candidate/after/20"}}
routes:
  - name: all
    match: {path: {prefix: /}}
    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}], limits: {maxInFlight: 1000, timeout: 1m}}
sink: {path: "$data", segmentAge: 10m}
END
jump 0
gateway env "LD_PRELOAD=$work/clock.so" "CLOCK_OFFSET_FILE=$work/clock"
load_begin --url "$url/x" --rate 200 --seconds 12 --expect-bytes 1024
within 60 metric_is understudy_eligible_total '' -gt 300 || fail "no load came"
for offset in 3600 -3600 0; do
    jump "$offset"
    sleep 2.5
done
load_wait
expect "answered 200 of $(loaded sent)" "$(loaded status_200)" -eq "$(loaded sent)"
figure "p99 $(loaded p99_us) µs"
accounted all
understudy_stop "$pid"
"$root/understudy" pairs cat --data "$data" >"$work/pairs" 2>"$work/reading"
expect 'records' "$(wc -l <"$work/pairs")" -eq "$(loaded sent)"
expect 'ids' "$(sed -n 's/^{"schemaVersion":[0-9]*,"id":"\([^"]*\)".*/\1/p' "$work/pairs" | sort -u | wc -l)" -eq "$(loaded sent)"
expect 'hours that records name' "$(grep -oE '"time":"[0-9-]*T[0-9]{2}' "$work/pairs" | sort -u | wc -l)" -ge 3
expect 'legs with a negative or an hour-long time' \
    "$(grep -cE '"(sentMs|firstByteMs|lastByteMs)":(-|[0-9]{6})' "$work/pairs" || true)" -eq 0
# A clock that jumps must not end a copy; nor does the route here shed one on a busy machine.
expect 'legs that ran into a deadline' "$(grep -c '"outcome":"timeout"' "$work/pairs" || true)" -eq 0
expect 'both legs ok' "$(grep -c '"outcome":"ok".*"outcome":"ok"' "$work/pairs" || true)" -gt $(($(loaded sent) * 95 / 100))
figure "copies shed $(grep -c '"outcome":"shed"' "$work/pairs" || true)"
verdict
