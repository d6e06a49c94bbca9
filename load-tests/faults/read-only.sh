#!/usr/bin/env bash
# The data directory becomes read-only under load and writable again: no request fails, what was lost is counted, records
# come back by themselves. A gateway that starts on one, or on a disk that is mounted so since it failed, serves without records;
# on a new one it refuses, and names its key.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

# Modes do not bind root while it has these two capabilities.
bound=()
if [ "$(id -u)" -eq 0 ]; then
    bound=(setpriv "--inh-caps=-dac_override,-dac_read_search" "--bounding-set=-dac_override,-dac_read_search")
    mkdir -m 500 "$work/probe"
    if ! command -v setpriv >/dev/null || "${bound[@]}" touch "$work/probe/file" 2>/dev/null; then
        skip 'root writes whatever the mode says here (Debian: apt-get install util-linux)'
    fi
fi
mode() { find "$data" -type d -exec chmod "$1" {} +; }

traffic_start model
# Small segments, so that a new one is due before long: what is open already can be written all the same.
config <<END
models: {legacy: {url: "$traffic_url"}}
routes: [{name: all, match: {path: {prefix: /}}, model: legacy, record: {percent: 100}}]
sink: {path: "$data", segmentBytes: 1MiB}
END
gateway "${bound[@]}"
load_begin --url "$url/x" --rate 200 --seconds 25 --expect-bytes 1024
within 60 metric_is understudy_sink_written_total '' -gt 200 || fail "nothing was written"
mode 500
down() { [ "$(metric understudy_sink_up)" -eq 0 ]; }
within 60 down || true
expect 'sink_up while read-only' "$(metric understudy_sink_up)" -eq 0
figure "lost by then $(lost)"
recovers mode 700

mode 500
gateway "${bound[@]}"
traffic load --url "$url/x" --rate 100 --seconds 1 --expect-bytes 1024 >"$work/load"
expect 'answered 200 of 100 after a start on it' "$(loaded status_200)" -eq 100
expect 'sink_up' "$(metric understudy_sink_up)" -eq 0
expect 'written before it is writable' "$(metric understudy_sink_written_total)" -eq 0
mode 700
within 60 metric_is understudy_sink_up '' -eq 1 || true
expect 'sink_up once it is writable' "$(metric understudy_sink_up)" -eq 1
accounted all
understudy_stop "$pid"

mkdir -m 500 "$work/new"
sed "s|path: \"$data\"|path: \"$work/new\"|" "$work/understudy.yaml" >"$work/new.yaml"
status=0
timeout 60 "${bound[@]}" "$root/understudy" run -c "$work/new.yaml" >"$work/refused" 2>&1 || status=$?
expect 'exit status of a start on a new one' "$status" -eq 1
expect 'lines that name the key' "$(grep -c "sink.path: $work/new cannot be used" "$work/refused" || true)" -gt 0

mkdir "$work/disk"
if mount -t tmpfs -o size=16m tmpfs "$work/disk" 2>/dev/null; then
    mounted+=("$work/disk")
    sed -i "s|path: \"$data\"|path: \"$work/disk/data\"|" "$work/understudy.yaml"
    gateway
    understudy_stop "$pid"
    mount -o remount,ro "$work/disk"
    gateway
    traffic load --url "$url/x" --rate 100 --seconds 1 --expect-bytes 1024 >"$work/load"
    expect 'answered 200 of 100 on a disk that is mounted read-only' "$(loaded status_200)" -eq 100
    expect 'sink_up there' "$(metric understudy_sink_up)" -eq 0
    understudy_stop "$pid"
else
    figure 'a disk that is mounted read-only not tried (it needs root)'
fi
verdict
