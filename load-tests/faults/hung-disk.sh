#!/usr/bin/env bash
# A data directory that hangs (a frozen file system): orders to a canary and a new file are followed all the same, and are on
# the disk once it answers again.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

freezable 64M
traffic_start model; legacy=$traffic_url legacy_control=$traffic_control
traffic_start model; candidate=$traffic_url candidate_control=$traffic_control
written() { # REVISION
    config <<END
# revision $1
identity: {user: [{header: x-user-id}]}
models: {legacy: {url: "$legacy"}, candidate: {url: "$candidate"}}
routes:
  - name: chat
    match: {path: {prefix: /}}
    canary: {legacy: legacy, candidate: candidate, steps: [setPercent: 100]}
sink: {path: "$data"}
END
}
order() { curl -s --max-time 60 -X POST "$admin/api/v1/rollouts/chat/$1" >"$work/order"; } # ORDER
asked() { seen "$1" requests; } # CONTROL
send() { curl -s -o /dev/null --max-time 60 -H 'x-user-id: ann' "$url/x" -d '{}'; }
timed() { # COMMAND...: how many milliseconds it took
    local begin
    begin=$(millis)
    "$@"
    took=$(($(millis) - begin))
}

written 1
gateway
send
expect 'asked of the candidate' "$(asked "$candidate_control")" -eq 1
within 30 metric_is understudy_sink_written_total '' -gt 0 || fail "nothing was written"
freeze

timed order rollback
# Three seconds are promised, and a busy machine gets two more.
expect 'ms for a rollback' "$took" -lt 5000
expect 'said to be saved' "$(grep -c '"persisted":true' "$work/order" || true)" -eq 0
send
expect 'asked of legacy behind it' "$(asked "$legacy_control")" -eq 1
sleep 3
timed order promote
expect 'ms for an order to a disk that is known to hang' "$took" -lt 2000
send
expect 'asked of the candidate behind it' "$(asked "$candidate_control")" -eq 2
order rollback
written 2
revision=$(sha256sum "$work/understudy.yaml" | cut -c1-8)
served() { curl -s --max-time 5 "$admin/api/v1/config/status" | grep -q "\"revision\":\"$revision\""; }
timed within 30 served || true
expect 'a new file served' "$(served && echo 1 || echo 0)" -eq 1
figure "after $took ms"
expect 'positions on the disk' "$(metric understudy_rollout_persisted)" -eq 0

thaw
within 60 metric_is understudy_rollout_persisted '' -eq 1 || true
expect 'positions on the disk once it answers' "$(metric understudy_rollout_persisted)" -eq 1
within 30 test -s "$data/revisions/$revision.yaml" || true
expect 'revision there' "$(find "$data/revisions" -name "$revision.yaml" | wc -l)" -eq 1
understudy_stop "$pid"
gateway
send
expect 'asked of legacy after a restart' "$(asked "$legacy_control")" -eq 2
verdict
