#!/usr/bin/env bash
# Measures Understudy beside nginx and HAProxy: requests per second and CPU time per request, each proxy alone on one core.
#
#   load-tests/peers/run.sh            prints a Markdown table; takes about four minutes; loopback only
#
#   ROUNDS=8 SECONDS_EACH=3 WARM_UP=20 CONNECTIONS=64 REQUEST=post|get ANSWER_BYTES=1024 PORT=18090
set -euo pipefail

rounds=${ROUNDS:-8}
seconds=${SECONDS_EACH:-3}
warm_up=${WARM_UP:-20}
connections=${CONNECTIONS:-64}
request=${REQUEST:-post}
answer_bytes=${ANSWER_BYTES:-1024}
base=${PORT:-18090}
proxy_core=0
rest_cores=1-$(($(nproc) - 1))

here=$(cd "$(dirname "$0")" && pwd -P)
root=$(cd "$here/../.." && pwd -P)
work=$(mktemp -d)
started=()

finish() {
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do wait "$pid" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() { printf 'peers: %s\n' "$*" >&2; exit 1; }

# --- what is needed ------------------------------------------------------------------------------------------------

[ "$(nproc)" -ge 2 ] || fail "needs two cores: one for the proxy, one for everything else"
missing=()
command -v nginx >/dev/null || missing+=(nginx)
command -v haproxy >/dev/null || missing+=(haproxy)
command -v wrk >/dev/null || missing+=(wrk)
command -v curl >/dev/null || missing+=(curl)
if [ ${#missing[@]} -gt 0 ]; then
    apt-get update -q >&2 || true
    apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 ||
        fail "could not install ${missing[*]}; install them yourself (Debian: apt-get install ${missing[*]})"
fi

# --- who listens where ---------------------------------------------------------------------------------------------

legacy=$((base + 1)) candidate=$((base + 2)) proxy=$((base + 3)) haproxy=$((base + 4))
answer='{"hits": ["'$(head -c $((answer_bytes - 14)) /dev/zero | tr '\0' 'x')'"]}'
[ ${#answer} -eq "$answer_bytes" ] || fail "the answer has ${#answer} bytes (expected: $answer_bytes)"

fill() { # ROLE FILE
    sed -e "s|@work@|$work|g" -e "s|@here@|$work|g" -e "s|@role@|$1|g" -e "s|@answer@|$answer|g" \
        -e "s|@haproxy@|$haproxy|g" -e "s|@legacy@|$legacy|g" -e "s|@candidate@|$candidate|g" -e "s|@proxy@|$proxy|g" "$2"
}

nginx_start() { # ROLE CORES
    fill "$1" "$here/$1.conf" >"$work/$1.conf"
    fill "$1" "$here/nginx.conf" >"$work/$1-nginx.conf"
    taskset -c "$2" nginx -c "$work/$1-nginx.conf" -e "$work/$1-error.log" -g 'daemon off;' &
    started+=($!)
    for _ in $(seq 100); do
        [ -s "$work/$1.pid" ] && [ -n "$(pgrep -P "$!")" ] && return
        kill -0 "$!" 2>/dev/null || break
        sleep 0.05
    done
    cat "$work/$1-error.log" >&2
    fail "nginx ($1) did not start on 127.0.0.1; is PORT=$base in use?"
}

# Sets pid, url and milliseconds: how long it took from the start of the launcher to the line that says ready.
understudy_start() { # COMMAND PREFIX...
    local begin=$(($(date +%s%N) / 1000000))
    : >"$work/ready"
    "$@" "$root/understudy" run -c "$work/understudy.yaml" >"$work/ready" 2>"$work/understudy.log" &
    pid=$!
    started+=("$pid")
    until grep -q '^understudy ready' "$work/ready"; do
        kill -0 "$pid" 2>/dev/null || { cat "$work/understudy.log" >&2; fail "understudy did not start"; }
        sleep 0.005
    done
    milliseconds=$(($(date +%s%N) / 1000000 - begin))
    url=$(sed -n 's/^understudy ready: \([^ ]*\) .*/\1/p' "$work/ready")
    admin=$(sed -n 's/.* admin \([^ ]*\) .*/\1/p' "$work/ready")
}

understudy_stop() { # PID
    kill "$1"
    wait "$1" || fail "understudy ended with $?"
}

# --- measuring -----------------------------------------------------------------------------------------------------

median() { sort -n | awk '{v[NR] = $1} END {print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2)}'; }

ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }

load() { # URL SECONDS
    local script=()
    [ "$request" = get ] || script=(-s "$here/post.lua")
    taskset -c "$rest_cores" wrk -t1 -c"$connections" -d"$2s" "${script[@]}" "$1" >"$work/wrk.out"
    if grep -qE 'Non-2xx|Socket errors' "$work/wrk.out"; then
        cat "$work/wrk.out" >&2
        fail "$1 failed under load"
    fi
}

# Waits until a process rests: what it does after a load (compressing the log, say) is that load's, and in nobody's way.
settle() { # PID
    local before after=-10
    for _ in $(seq 40); do
        before=$after after=$(ticks "$1")
        [ $((after - before)) -gt 1 ] || return 0
        sleep 0.3
    done
}

measure() { # NAME PID URL; appends requests/s and CPU µs per request
    local before after requests
    before=$(ticks "$2")
    load "$3" "$seconds"
    settle "$2"
    after=$(ticks "$2")
    requests=$(awk '/requests in/ {print $1}' "$work/wrk.out")
    awk '/Requests\/sec/ {print $2}' "$work/wrk.out" >>"$work/$1.rate"
    awk -v t=$((after - before)) -v hz="$(getconf CLK_TCK)" -v n="$requests" 'BEGIN {print t / hz * 1e6 / n}' \
        >>"$work/$1.cpu"
}

row() { # LABEL NAME PEER
    local rate cpu peer_rate peer_cpu
    rate=$(median <"$work/$2.rate") cpu=$(median <"$work/$2.cpu")
    peer_rate=$(median <"$work/$3.rate") peer_cpu=$(median <"$work/$3.cpu")
    awk -v l="$1" -v r="$rate" -v c="$cpu" -v pr="$peer_rate" -v pc="$peer_cpu" \
        'BEGIN {printf "| %s | %.0f | %.1f | %.2f | %.2f |\n", l, r, c, r / pr, c / pc}'
}

counted() { # METRIC LABELS: its value
    curl -s "$admin/metrics" | awk -v m="$1" -v l="$2" 'index($0, m "{") == 1 && index($0, l) {s += $NF} END {print s + 0}'
}

# --- the run -------------------------------------------------------------------------------------------------------

busy=$(cut -d' ' -f1 /proc/loadavg)
if awk -v b="$busy" -v n="$(nproc)" 'BEGIN {exit !(b > n / 4)}'; then
    printf 'peers: load average %s on %s cores: others are at work, so take the numbers with care\n' "$busy" "$(nproc)" >&2
fi

fill understudy "$here/understudy.yaml" >"$work/understudy.yaml"
"$root/understudy" config check "$work/understudy.yaml" >&2     # builds the jar, too, if need be
nginx_start upstream "$rest_cores"

for _ in 1 2 3 4 5; do
    understudy_start
    echo "$milliseconds" >>"$work/start"
    [ -s "$work/rss" ] || { sleep 5; awk '/VmRSS/ {print $2 / 1024}' "/proc/$pid/status" >"$work/rss"; }
    understudy_stop "$pid"
done

nginx_start proxy "$proxy_core"
nginx_pid=$(pgrep -P "$!")
nginx_url=http://127.0.0.1:$proxy
fill haproxy "$here/haproxy.cfg" >"$work/haproxy.cfg"
taskset -c "$proxy_core" haproxy -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
haproxy_pid=$!
started+=("$haproxy_pid")
haproxy_url=http://127.0.0.1:$haproxy
understudy_start taskset -c "$proxy_core"
java_version=$("$(readlink -f "/proc/$pid/exe")" -version 2>&1 | sed -n 2p)

for path in /plain /ab /shadow; do
    load "$url$path" "$warm_up"
    load "$nginx_url$path" 1
done
settle "$pid"
# Each round begins elsewhere, so that whatever else the machine does from time to time meets all of them alike.
turns=(
    "nginx $nginx_pid $nginx_url/plain"
    "haproxy $haproxy_pid $haproxy_url/plain"
    "plain $pid $url/plain"
    "ab $pid $url/ab"
    "mirror $nginx_pid $nginx_url/shadow"
    "shadow $pid $url/shadow"
)
for round in $(seq "$rounds"); do
    for turn in "${!turns[@]}"; do
        read -r name process address <<<"${turns[(turn + round) % ${#turns[@]}]}"
        measure "$name" "$process" "$address"
    done
done
sleep 2
recorded=$(counted understudy_records_total 'result="recorded",route="shadow"')
eligible=$(counted understudy_eligible_total 'route="shadow"')
answered=$(counted understudy_legs_total 'model="candidate",outcome="ok",role="candidate",route="shadow"')
after=$(awk '/VmRSS/ {print $2 / 1024}' "/proc/$pid/status")
understudy_stop "$pid"

# --- what came of it -----------------------------------------------------------------------------------------------

cat <<END
- Machine: $(nproc) cores, $(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1), Linux $(uname -r); load average before: $busy
- Versions: Understudy $(git -C "$root" rev-parse --short HEAD)$(git -C "$root" diff --quiet HEAD || echo ' with changes'), \
$java_version, \
$(nginx -v 2>&1 | sed 's/nginx version: //'), HAProxy $(haproxy -v | awk 'NR == 1 {print $3}')
- $connections keep-alive connections of wrk, $request, answers of $answer_bytes bytes of JSON; each proxy alone on core $proxy_core, models and wrk \
on the others; $rounds rounds of $seconds s in turn, medians

| | requests/s | CPU µs per request | rate / peer's | CPU / peer's |
|---|---|---|---|---|
$(row 'nginx, proxy' nginx nginx)
$(row 'HAProxy, proxy' haproxy nginx)
$(row 'Understudy, plain route' plain nginx)
$(row 'Understudy, ab, 1 % recorded' ab nginx)
$(row 'nginx, mirror (answer thrown away)' mirror mirror)
$(row 'Understudy, shadow 100 %, all recorded' shadow mirror)

- Of the shadow route's $eligible requests $(awk -v a="$answered" -v e="$eligible" 'BEGIN {printf "%.1f", 100 * a / e}') % had \
the candidate's answer and $(awk -v a="$recorded" -v e="$eligible" 'BEGIN {printf "%.1f", 100 * a / e}') % were recorded
- From \`./understudy run\` to ready: $(median <"$work/start") ms (median of $(wc -l <"$work/start"), both cores)
- Resident memory: $(printf '%.0f' "$(cat "$work/rss")") MiB idle, $(printf '%.0f' "$after") MiB after the run
END
