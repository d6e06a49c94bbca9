#!/usr/bin/env bash
# kill -9 under load: what was answered and what was recorded? Nothing older than two seconds may be lost (a
# second is promised, and a busy machine gets another), nothing twice.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"
rounds=${ROUNDS:-2}

traffic_start model; legacy=$traffic_url
traffic_start model; candidate=$traffic_url
config <<END
models: {legacy: {url: "$legacy"}, candidate: {url: "$candidate"}}
routes:
  - name: all
    match: {path: {prefix: /}}
    shadow: {legacy: legacy, candidates: [{model: candidate, percent: 100}]}
sink: {path: "$data"}
END
: >"$work/old" && : >"$work/middle" && : >"$work/young"
for _ in $(seq "$rounds"); do
    gateway
    load_begin --url "$url/x" --rate 400 --seconds 8 --ids "$work/ids"
    # After some seconds under load, and never at the same place twice.
    within 30 metric_is understudy_eligible_total '' -gt $((1200 + RANDOM % 500)) || fail "no load came"
    understudy_kill "$pid"
    killed=$(millis)
    load_wait
    # A second is promised; another is for a machine on which the writer did not get its turn.
    awk -v k="$killed" '$3 == 200 && $1 < k - 2000 {print $2}' "$work/ids" >>"$work/old"
    awk -v k="$killed" '$3 == 200 && $1 >= k - 2000 && $1 < k - 1000 {print $2}' "$work/ids" >>"$work/middle"
    awk -v k="$killed" '$3 == 200 && $1 >= k - 1000 {print $2}' "$work/ids" >>"$work/young"
done
gateway # the next one finds what the killed ones left
nothing_torn() {
    recorded_ids "$data" | sort >"$work/recorded"
    [ "$(noted torn)" -eq 0 ]
}
within 60 nothing_torn || true
sort -o "$work/old" "$work/old"
sort -o "$work/middle" "$work/middle"
sort -o "$work/young" "$work/young"

figure "killed $rounds times"
expect 'answered more than two seconds before' "$(wc -l <"$work/old")" -gt 100
expect 'of them lost' "$(comm -23 "$work/old" "$work/recorded" | wc -l)" -eq 0
figure "answered in the second after, $(wc -l <"$work/middle"), of them lost $(comm -23 "$work/middle" "$work/recorded" | wc -l)"
figure "answered in the last second $(wc -l <"$work/young"), of them lost $(comm -23 "$work/young" "$work/recorded" | wc -l)"
expect 'recorded' "$(wc -l <"$work/recorded")" -ge "$(wc -l <"$work/old")"
expect 'twice' $(($(uniq -d "$work/recorded" | wc -l) + $(noted repeated))) -eq 0
expect 'unreadable' "$(noted unreadable)" -eq 0
figure "torn lines found at the next start $(grep -c 'torn last line' "$work/understudy.log" || true)"
verdict
