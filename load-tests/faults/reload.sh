#!/usr/bin/env bash
# The file changes five times a second under load, every third time into nonsense: no request fails.
set -euo pipefail
# shellcheck source=load-tests/faults/fault.sh
. "$(dirname "$0")/fault.sh"

traffic_start model; one=$traffic_url one_control=$traffic_control
traffic_start model; two=$traffic_url two_control=$traffic_control
good() { # NUMBER
    local serving=$one other=$two
    [ $(($1 % 2)) -eq 0 ] || { serving=$two other=$one; }
    config <<END
# revision $1
models: {serving: {url: "$serving"}, other: {url: "$other"}}
routes:
  - name: all
    match: {path: {prefix: /}}
    shadow: {legacy: serving, candidates: [{model: other, percent: $(($1 % 100))}]}
sink: {path: "$data"}
END
}
bad() { # NUMBER
    case $(($1 % 4)) in
        0) config <<<'routes: [this is not right]' ;;
        1) config <<<'models: {m: {url: "http://127.0.0.1:1"}' ;;                    # no end
        2) config <<<"models: {m: {url: \"$one\"}}
routes: [{name: all, match: {path: {prefix: /}}, model: nobody}]" ;;                 # a reference to nothing
        3) : >"$work/understudy.yaml" ;;                                             # empty
    esac
}
good 0
gateway
load_begin --url "$url/x" --rate 150 --seconds 8 --expect-bytes 1024
within 60 metric_is understudy_eligible_total '' -gt 50 || fail "no load came"
goods=0 bads=0
while kill -0 "$load_pid" 2>/dev/null; do
    if [ $(((goods + bads) % 3)) -eq 2 ]; then bads=$((bads + 1)); bad "$bads"; else goods=$((goods + 1)); good "$goods"; fi
    sleep 0.2
done
load_wait
good $((goods + 1))
figure "good files $goods, bad files $bads"
expect "answered 200 of $(loaded sent)" "$(loaded status_200)" -eq "$(loaded sent)"
expect 'wrong length' "$(loaded wrong_length)" -eq 0
expect 'bad files' "$bads" -gt 3
within 20 metric_is understudy_config_good '' -eq 1 || true
expect 'the last file serves' "$(metric understudy_config_good)" -eq 1
expect 'revisions served' "$(find "$data/revisions" -name '*.yaml' | wc -l)" -gt 5
figure "served by one model $(seen "$one_control" requests), by the other $(seen "$two_control" requests), copies included"
accounted all
verdict
