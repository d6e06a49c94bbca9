# shellcheck shell=bash
# What every fault script shares: a gateway and models to break, and how it says what it saw. Sourced, never run.
# A script ends with 0 (holds), 1 (does not) or 77 (cannot be tried here: the reason is printed).

name=$(basename "$0" .sh)
# shellcheck source=load-tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"

figures=() troubles=()
figure() { figures+=("$*"); }

# Something that must hold: WHAT ACTUAL OPERATOR EXPECTED, an operator of test(1) for whole numbers.
expect() {
    figure "$1 $2"
    if ! test "$2" "$3" "$4"; then troubles+=("$1: $2 (expected: $3 $4)"); fi
}

skip() { printf -- '- **%s** skipped: %s\n' "$name" "$*"; exit 77; }

verdict() {
    local list
    list=$(printf '%s, ' "${figures[@]}")
    if [ ${#troubles[@]} -eq 0 ]; then
        printf -- '- **%s** holds: %s\n' "$name" "${list%, }"
        exit 0
    fi
    printf -- '- **%s** DOES NOT HOLD: %s\n' "$name" "${list%, }"
    printf '    %s\n' "${troubles[@]}"
    [ ! -s "$work/understudy.log" ] || { printf '    the end of its log:\n'; tail -15 "$work/understudy.log" | cut -c1-300 | sed 's/^/      /'; } >&2
    exit 1
}

# The rest of a configuration comes on standard input; it may use $data. How late loops are says how busy the machine is
# that this runs on, so that alone is no reason to give anything up here.
config() {
    {
        printf 'version: 1\nlisten: {http: "127.0.0.1:0"}\nadmin: {http: "127.0.0.1:0"}\npressure: {loopLag: 1m}\n'
        cat
    } >"$work/understudy.yaml.new"
    mv "$work/understudy.yaml.new" "$work/understudy.yaml" # as an editor does: one step
}

gateway() { understudy_start "$work/understudy.yaml" "$@"; } # PREFIX...

# Load in the background; its line is in $work/load once load_wait returns.
load_begin() { # OPTIONS of traffic load...
    "${traffic_command[@]}" load "$@" >"$work/load" 2>"$work/load.err" &
    load_pid=$!
    started+=("$load_pid")
}
load_wait() { wait "$load_pid" || { cat "$work/load.err" >&2; fail "the load generator ended with $?"; }; }
loaded() { value "$1" <"$work/load"; }

# What a model or a network saw, and how to change it.
seen() { curl -s --max-time 5 "$1/" | value "$2"; } # CONTROL KEY
becomes() { curl -s --max-time 5 -X POST "$1/$2" >/dev/null || fail "$1 did not become $2"; }
seen_is() { test "$(seen "$1" "$2")" "$3" "$4"; } # CONTROL KEY OPERATOR NUMBER
metric_is() { test "$(metric "$1" "$2")" "$3" "$4"; } # METRIC LABELS OPERATOR NUMBER

millis() { date +%s%3N; }

# Prints the ids of the pairs in a data directory; what the reader noted is in $work/reading.
recorded_ids() { # DIR
    "$root/understudy" pairs cat --data "$1" 2>"$work/reading" | sed -n 's/^{"schemaVersion":[0-9]*,"id":"\([^"]*\)".*/\1/p'
}
noted() { sed -n "s/.*[ :]\([0-9]*\) $1.*/\1/p" "$work/reading" | head -1 | awk '{n = $1} END {print n + 0}'; } # torn|unreadable|repeated

# All that a route's requests came to is known and adds up, once its queue is empty: ROUTE
accounted() {
    local eligible sums
    within 15 metric_is understudy_sink_queued_records '' -eq 0 || true
    eligible=$(metric understudy_eligible_total "route=\"$1\"")
    sums=$(metric understudy_records_total "route=\"$1\"")
    expect "eligible $eligible and recorded or dropped" "$sums" -eq "$eligible"
}

# Records that did not reach the disk.
lost() { echo $(($(metric understudy_records_total 'result="sink_down"') + $(metric understudy_records_total 'result="queue_full"') + $(metric understudy_sink_lost_total))); }

# The disk of the route "all" can be written again, under load: records come back by themselves, every request was answered,
# and what was offered can be read but for what is counted. Stops the gateway. COMMAND... that frees the disk
recovers() {
    local before freed offered behind
    before=$(metric understudy_sink_written_total)
    "$@"
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
}

# A disk of its own for the data directory, to be frozen by freeze and to answer again by thaw: SIZE
freezable() {
    need mkfs.ext4=e2fsprogs fsfreeze=util-linux
    mkdir "$work/disk"
    truncate -s "$1" "$work/image"
    mkfs.ext4 -q "$work/image"
    mount -o loop "$work/image" "$work/disk" 2>/dev/null ||
        skip 'a file system cannot be mounted from a file (it needs root and a loop device)'
    mounted+=("$work/disk")
    trap 'thaw; finish' EXIT
    data=$work/disk/data
}
freeze() { fsfreeze -f "$work/disk" || skip 'this kernel cannot freeze a file system'; }
thaw() { fsfreeze -u "$work/disk" 2>/dev/null || true; }

need curl=curl
traffic_build
printf 'version: 1\nlisten: {http: "127.0.0.1:0"}\nmodels: {m: {url: "http://127.0.0.1:9"}}\nroutes: [{name: all, match: {path: {prefix: /}}, model: m}]\n' >"$work/built.yaml"
"$root/understudy" config check "$work/built.yaml" >/dev/null || fail "the gateway could not be built"
data=$work/data
