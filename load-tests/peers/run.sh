#!/usr/bin/env bash
# Measures Understudy beside nginx, HAProxy, a proxy on Vert.x and Spring Cloud Gateway, each alone on one core, in turns.
# Installs and builds what it needs, talks to 127.0.0.1 only, prints Markdown. All of it takes about half an hour.
#
#   load-tests/peers/run.sh [OPTIONS]
#     --only SECTIONS    of start,plain,large,experiments,shadow,shadow500,rate,sse,sick (default: all)
#     --peers PEERS      of nginx,haproxy,vertx,spring (default: all; the shadow sections need nginx)
#     --variant 'NAME|JAVA_HOME|JVM OPTIONS'   one Understudy; may be repeated, each is measured in the same turns:
#                        --variant '17||' --variant '25|/opt/jdk-25|' --variant 'G1||-XX:+UseG1GC'
#     --rounds N         (4; or ROUNDS)           --seconds N      of one measurement (3; or SECONDS_EACH)
#     --warm-up N        seconds at least, of what runs on a JVM (10; or WARM_UP)
#     --connections N    of wrk (64; or CONNECTIONS)
#     --rates LIST       a second, for rate (2000,5000)            --sick-rates LIST  for sick (500,5000)
#     --port N           the first of eight (18090; or PORT)
set -euo pipefail
name=peers
here=$(cd "$(dirname "$0")" && pwd -P)
# shellcheck source=load-tests/lib.sh
. "$here/../lib.sh"

command_line=load-tests/peers/run.sh
for argument in "$@"; do
    [[ $argument =~ ^[A-Za-z0-9,._/=-]+$ ]] || argument="'$argument'"
    command_line+=" $argument"
done
only=start,plain,large,experiments,shadow,shadow500,rate,sse,sick
peers=nginx,haproxy,vertx,spring
variants=()
rounds=${ROUNDS:-4} seconds=${SECONDS_EACH:-3} warm_up=${WARM_UP:-10} connections=${CONNECTIONS:-64}
generator=2 # seconds in which the load generator's own code is compiled, before it counts
rates=2000,5000 sick_rates=500,5000 base=${PORT:-18090}
while [ $# -gt 0 ]; do
    [ $# -ge 2 ] || fail "$1: needs a value, or is unknown (the top of $0 says what there is)"
    case $1 in
        --only) only=$2 ;;
        --peers) peers=$2 ;;
        --variant) variants+=("$2") ;;
        --rounds) rounds=$2 ;;
        --seconds) seconds=$2 ;;
        --warm-up) warm_up=$2 ;;
        --connections) connections=$2 ;;
        --rates) rates=$2 ;;
        --sick-rates) sick_rates=$2 ;;
        --port) base=$2 ;;
        *) fail "$1: unknown (the top of $0 says what there is)" ;;
    esac
    shift 2
done
[ ${#variants[@]} -gt 0 ] || variants=('Understudy||')
has() { [[ ,$only, == *",$1,"* ]]; }
beside() { [[ ,$peers, == *",$1,"* ]]; }
if has shadow || has shadow500; then beside nginx || peers=nginx,$peers; fi
[ "$(nproc)" -ge 2 ] || fail "needs two cores: one for the proxy, one for everything else"
proxy_core=0
rest_cores=1-$(($(nproc) - 1))

need nginx=nginx haproxy=haproxy wrk=wrk curl=curl
busy=$(cut -d' ' -f1 /proc/loadavg)
if awk -v b="$busy" -v n="$(nproc)" 'BEGIN {exit !(b > n / 4)}'; then
    printf 'peers: load average %s on %s cores: others are at work, so take the numbers with care\n' "$busy" "$(nproc)" >&2
fi

# --- who listens where -----------------------------------------------------------------------------------------------

legacy=$((base + 1)) candidate=$((base + 2)) nginx=$((base + 3)) haproxy=$((base + 4)) vertx=$((base + 5))
spring=$((base + 6)) sick=$((base + 7)) nobody=$((base + 8))
kib=$(head -c 1024 /dev/zero | tr '\0' 'x')

fill() { # ROLE FILE
    sed -e "s|@work@|$work|g" -e "s|@role@|$1|g" -e "s|@kib@|$kib|g" -e "s|@rest@|${kib:14}|g" \
        -e "s|@nginx@|$nginx|g" -e "s|@haproxy@|$haproxy|g" -e "s|@legacy@|$legacy|g" -e "s|@candidate@|$candidate|g" \
        -e "s|@sick@|$sick|g" -e "s|@nobody@|$nobody|g" "$2"
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

# The subjects, each with a key, what it is called, the process whose time counts, and where it listens.
keys=() labels=() pids=() urls=() idle=()
subject() { # KEY LABEL PID URL
    keys+=("$1") labels+=("$2") pids+=("$3") urls+=("$4")
}

java_peer() { # KEY LABEL PORT MAIN ARGUMENTS...
    local key=$1 label=$2 port=$3 main=$4 module=$here/$1
    shift 4
    if [ -z "$(echo "$module"/target/*.jar)" ] || [ ! -d "$module/target/lib" ] ||
        [ -n "$(find "$module/pom.xml" "$module/src" -newer "$module/target/lib" -type f -print -quit)" ]; then
        mvn -q -B -ntp -f "$module/pom.xml" clean package >&2 || fail "$module could not be built"
        touch "$module/target/lib"
    fi
    taskset -c "$proxy_core" "$traffic_java" -XX:+UseSerialGC -cp "$(echo "$module"/target/*.jar):$module/target/lib/*" \
        "$main" "$@" >"$work/$key.out" 2>&1 &
    started+=($!)
    subject "$key" "$label" "$!" "http://127.0.0.1:$port"
    within 60 eval "grep -q '^ready' '$work/$key.out' || ! kill -0 $! 2>/dev/null" || true
    grep -q '^ready' "$work/$key.out" || { tail -30 "$work/$key.out" >&2; fail "$label did not start"; }
}

variant_field() { cut -d'|' -f"$2" <<<"$1"; }
variant_start() { # VARIANT ROLE PREFIX...
    local home options role=$2
    home=$(variant_field "$1" 2) options=$(variant_field "$1" 3)
    shift 2
    fill "$role" "$here/understudy.yaml" >"$work/$role.yaml"
    understudy_start "$work/$role.yaml" env ${home:+"JAVA_HOME=$home"} \
        "UNDERSTUDY_JAVA_OPTS=${UNDERSTUDY_JAVA_OPTS:-} $options" "$@"
}

# --- measuring -------------------------------------------------------------------------------------------------------

wrk_load() { # URL SECONDS
    local script=$here/post.lua
    [[ $1 != */canary ]] || script=$here/canary.lua
    taskset -c "$rest_cores" wrk --timeout 10s -t1 -c"$connections" -d"$2s" -s "$script" "$1" >"$work/wrk.out"
    if grep -qE 'Non-2xx|Socket errors' "$work/wrk.out"; then
        cat "$work/wrk.out" >&2
        fail "$1 failed under load"
    fi
}

# Appends to $work/NAME.FIGURE; a direct measurement has no process: PID 0.
figure() { echo "$3" >>"$work/$1.$2"; } # NAME FIGURE VALUE
cpu_figure() { # NAME TICKS ANSWERS
    figure "$1" cpu "$(awk -v t="$2" -v hz="$(getconf CLK_TCK)" -v n="$3" 'BEGIN {print n ? t / hz * 1e6 / n : 0}')"
}
clock() { if [ "$1" -eq 0 ]; then echo 0; else ticks "$1"; fi; }

measure_wrk() { # NAME PID URL: as much as it can take
    local before
    before=$(clock "$2")
    wrk_load "$3" "$seconds"
    settle "$2"
    figure "$1" rate "$(awk '/Requests\/sec/ {print $2}' "$work/wrk.out")"
    cpu_figure "$1" $(($(clock "$2") - before)) "$(awk '/requests in/ {print $1}' "$work/wrk.out")"
}

measure_rate() { # NAME PID URL RATE: at a fixed rate
    local before line
    before=$(clock "$2")
    line=$(traffic load --url "$3" --rate "$4" --warm-up "$generator" --seconds "$seconds" --connections 256)
    [ "$2" -eq 0 ] || settle "$2"
    [ "$(value status_200 <<<"$line")" = $(($4 * seconds)) ] || fail "$3 failed under load: $line"
    for percentile in p50_us p99_us p999_us; do figure "$1" "$percentile" "$(value "$percentile" <<<"$line")"; done
    cpu_figure "$1" $(($(clock "$2") - before)) "$(value sent <<<"$line")"
}

measure_events() { # NAME PID URL
    local before line
    before=$(clock "$2")
    line=$(traffic events --url "$3" --streams 10 --warm-up "$generator" --seconds "$seconds")
    [ "$(value refused <<<"$line") $(value ended <<<"$line") $(value missing <<<"$line")" = "0 0 0" ] ||
        fail "$3 lost events: $line"
    for key in mean_us p50_us p99_us split merged events; do figure "$1" "$key" "$(value "$key" <<<"$line")"; done
    cpu_figure "$1" $(($(clock "$2") - before)) "$(value all <<<"$line")"
}

# Measures all turns of a section in interleaved rounds. A turn is "NAME PID URL"; MEASURE is a function's name, and
# may have one more argument. Each round begins elsewhere, so that whatever else the machine does meets all alike.
in_turns() { # MEASURE ARGUMENT TURN...
    local measure=$1 argument=$2 round turn key process address
    shift 2
    local turns=("$@")
    printf 'peers: %s, %s turns, %s rounds of %s s\n' "$measure${argument:+ $argument}" "$#" "$rounds" "$seconds" >&2
    for round in $(seq "$rounds"); do
        for turn in "${!turns[@]}"; do
            read -r key process address <<<"${turns[(turn + round) % ${#turns[@]}]}"
            # shellcheck disable=SC2086 # an empty argument is none
            "$measure" "$key" "$process" "$address" $argument
        done
    done
}

mid() { [ ! -s "$work/$1.$2" ] || median <"$work/$1.$2"; } # NAME FIGURE; nothing when it was not measured
ratio() { awk -v a="$1" -v b="${2:-0}" 'BEGIN {if (b > 0) printf "%.2f", a / b; else printf "–"}'; }

# --- the sections ----------------------------------------------------------------------------------------------------

# Turns of one path for the peers named and for every variant: PREFIX PATH PEERS
subject_turns() {
    local i
    turns=()
    for i in "${!keys[@]}"; do
        if [[ ${keys[i]} == u[0-9]* || ,$3, == *",${keys[i]},"* ]]; then turns+=("$1-${keys[i]} ${pids[i]} ${urls[i]}$2"); fi
    done
}

label_of() { # NAME with a section before the last '-'
    local i
    for i in "${!keys[@]}"; do [ "${keys[i]}" != "${1##*-}" ] || { printf '%s' "${labels[i]}"; return; }; done
    printf 'direct, no proxy'
}

# A server runs for days: what its compiler does in the first minutes is no part of what a request costs. So a program on
# a JVM is warm when compiling takes less than 1 % of its time, or after --warm-up and half a minute more.
warm_jvm() { # PID URL
    local before
    wrk_load "$2" "$warm_up"
    for _ in 1 2 3 4 5 6; do
        before=$(compiling "$1")
        wrk_load "$2" 5
        [ $(($(compiling "$1") - before)) -gt $(($(getconf CLK_TCK) / 20)) ] || break
    done
    settle "$1"
}

warm() { # PATHS...: each process has seen each path before it counts
    local i path
    for path in "$@"; do
        for i in "${!keys[@]}"; do
            case ${keys[i]} in
                nginx | haproxy) [[ $path == /[acs]* ]] || wrk_load "${urls[i]}$path" 1 ;;
                vertx | spring) [[ $path == /[acs]* ]] || warm_jvm "${pids[i]}" "${urls[i]}$path" ;;
                *) warm_jvm "${pids[i]}" "${urls[i]}$path" ;;
            esac
        done
    done
}

# A table of rate and CPU beside the first turn: LABEL_OF_PATH for each turn comes from $captions.
throughput_table() { # TITLE TURNS...
    local first turn key caption
    printf '\n### %s\n\n| | requests/s | CPU µs per request | rate / nginx | CPU / nginx | CPU / HAProxy |\n|---|---|---|---|---|---|\n' "$1"
    shift
    first=${1%% *}
    for turn in "$@"; do
        key=${turn%% *}
        caption=$(label_of "$key")
        [ "${turn##*/}" != "$key" ] && caption="$caption, /${turn##*/}"
        printf '| %s | %.0f | %.1f | %s | %s | %s |\n' "$caption" "$(mid "$key" rate)" "$(mid "$key" cpu)" \
            "$(ratio "$(mid "$key" rate)" "$(mid "$first" rate)")" "$(ratio "$(mid "$key" cpu)" "$(mid "$first" cpu)")" \
            "$(ratio "$(mid "$key" cpu)" "$(mid "${key%-*}-haproxy" cpu)")"
    done
}

section_plain() {
    warm /plain
    subject_turns plain /plain "$peers"
    in_turns measure_wrk '' "${turns[@]}"
    throughput_table "POST 1 KiB, answer 1 KiB, $connections connections" "${turns[@]}"
}

section_large() {
    warm /large
    subject_turns large /large "$peers"
    in_turns measure_wrk '' "${turns[@]}"
    throughput_table "POST 1 KiB, answer 32 KiB, $connections connections" "${turns[@]}"
}

section_experiments() {
    local all=()
    warm /ab /canary
    subject_turns reference /plain nginx; all+=("${turns[0]}")
    subject_turns ab /ab ''; all+=("${turns[@]}")
    subject_turns canary /canary ''; all+=("${turns[@]}")
    in_turns measure_wrk '' "${all[@]}"
    throughput_table 'Through an experiment, 2 % to the candidate, 1 % recorded' "${all[@]}"
}

section_shadow() {
    local all=() i eligible
    warm /shadow
    wrk_load "http://127.0.0.1:$nginx/shadow" 1
    subject_turns base /plain nginx; all+=("${turns[0]}")
    subject_turns shadow /shadow nginx; all+=("${turns[@]}")
    in_turns measure_wrk '' "${all[@]}"
    throughput_table 'Every request copied; nginx throws the second answer away, Understudy joins both and records every pair' \
        "${all[@]}"
    printf '\n'
    for i in "${!keys[@]}"; do
        [[ ${keys[i]} == u[0-9]* ]] || continue
        printf -- '- %s: %s of nginx mirror in CPU per request\n' "${labels[i]}" \
            "$(ratio "$(mid "shadow-${keys[i]}" cpu)" "$(mid shadow-nginx cpu)")"
        admin=${admins[${keys[i]}]}
        sleep 2
        eligible=$(metric understudy_eligible_total 'route="shadow"')
        printf -- '- %s: of %s requests %s had the candidate'\''s answer, %s were recorded\n' "${labels[i]}" "$eligible" \
            "$(ratio "$(metric understudy_legs_total 'model="candidate",outcome="ok",role="candidate",route="shadow"')" "$eligible")" \
            "$(ratio "$(metric understudy_records_total 'result="recorded",route="shadow"')" "$eligible")"
    done
}

latency_table() { # TITLE TURNS...
    local turn key first
    printf '\n### %s\n\n| | p50 µs | p99 µs | p99.9 µs | CPU µs per request |\n|---|---|---|---|---|\n' "$1"
    shift
    for turn in "$@"; do
        key=${turn%% *}
        printf '| %s | %.0f | %.0f | %.0f | %.1f |\n' "$(label_of "$key")" "$(mid "$key" p50_us)" "$(mid "$key" p99_us)" \
            "$(mid "$key" p999_us)" "$(mid "$key" cpu)"
    done
}

section_shadow500() {
    warm /shadow
    subject_turns s500 /shadow nginx
    in_turns measure_rate 500 "${turns[@]}"
    latency_table 'Every request copied, 500 requests/s (nginx: mirror)' "${turns[@]}"
}

section_rate() {
    local rate
    warm /plain
    for rate in ${rates//,/ }; do
        subject_turns "rate$rate" /plain "$peers"
        turns=("rate$rate-direct 0 http://127.0.0.1:$legacy/plain" "${turns[@]}")
        in_turns measure_rate "$rate" "${turns[@]}"
        latency_table "POST 1 KiB, answer 1 KiB at $rate requests/s; from when a request was due" "${turns[@]}"
    done
}

section_sse() {
    local turn key direct
    subject_turns sse /events/2 "$peers"
    turns=("sse-direct 0 http://127.0.0.1:$sick/events/2" "${turns[@]}")
    for turn in "${turns[@]}"; do traffic events --url "${turn##* }" --streams 10 --seconds "$warm_up" >/dev/null; done
    in_turns measure_events '' "${turns[@]}"
    direct=$(mid sse-direct mean_us)
    printf '\n### Server-sent events: 10 streams, an event each 2 ms, from the model'\''s clock to the reader'\''s\n\n'
    printf '| | mean µs | p50 µs | p99 µs | added, mean µs | split | merged | of | CPU µs per event |\n|---|---|---|---|---|---|---|---|---|\n'
    for turn in "${turns[@]}"; do
        key=${turn%% *}
        printf '| %s | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.0f | %.1f |\n' "$(label_of "$key")" \
            "$(mid "$key" mean_us)" "$(mid "$key" p50_us)" "$(mid "$key" p99_us)" \
            "$(awk -v a="$(mid "$key" mean_us)" -v b="$direct" 'BEGIN {print a - b}')" \
            "$(mid "$key" split)" "$(mid "$key" merged)" "$(mid "$key" events)" "$(mid "$key" cpu)"
    done
}

section_sick() {
    local rate i state key reference turns
    for rate in ${sick_rates//,/ }; do
        turns=()
        for i in "${!keys[@]}"; do
            case ${keys[i]} in
                nginx) turns+=("sick$rate-none-nginx ${pids[i]} ${urls[i]}/sick/none"
                    "sick$rate-after50-nginx ${pids[i]} ${urls[i]}/sick/after50") ;;
                u*)
                    for state in none after50 never reset refused; do
                        turns+=("sick$rate-$state-${keys[i]} ${pids[i]} ${urls[i]}/sick/$state")
                    done
                    turns+=("sick$rate-well-${keys[i]} ${pids[i]} ${urls[i]}/shadow")
                    ;;
            esac
        done
        # nginx with a mirror that takes 50 ms serves at most as many a second as connections allow: not a fault of the run.
        if [ "$rate" -gt 1000 ]; then turns=("${turns[@]/#sick*-nginx*/}"); fi
        local kept=()
        for key in "${turns[@]}"; do [ -z "$key" ] || kept+=("$key"); done
        for key in "${kept[@]}"; do traffic load --url "${key##* }" --rate "$rate" --seconds 3 --connections 256 >/dev/null; done
        in_turns measure_rate "$rate" "${kept[@]}"
        printf '\n### A sick shadow, %s requests/s: what the client sees\n\n' "$rate"
        printf '| | shadow | p50 µs | p99 µs | p50 / no shadow | p99 / no shadow | CPU µs per request |\n|---|---|---|---|---|---|---|\n'
        for key in "${kept[@]}"; do
            key=${key%% *} state=${key#*-} state=${state%-*} reference=sick$rate-none-${key##*-}
            printf '| %s | %s | %.0f | %.0f | %s | %s | %.1f |\n' "$(label_of "$key")" "$state" "$(mid "$key" p50_us)" \
                "$(mid "$key" p99_us)" "$(ratio "$(mid "$key" p50_us)" "$(mid "$reference" p50_us)")" \
                "$(ratio "$(mid "$key" p99_us)" "$(mid "$reference" p99_us)")" "$(mid "$key" cpu)"
        done
    done
}

section_start() {
    local i
    printf '\n### From the launcher to the line that says ready, both cores, median of 5\n\n| | ms |\n|---|---|\n'
    for i in "${!variants[@]}"; do
        for _ in 1 2 3 4 5; do
            variant_start "${variants[i]}" "start$i"
            echo "$milliseconds" >>"$work/start$i"
            understudy_stop "$pid"
        done
        printf '| %s | %.0f |\n' "$(variant_field "${variants[i]}" 1)" "$(median <"$work/start$i")"
    done
}

# --- the run ---------------------------------------------------------------------------------------------------------

traffic_build taskset -c "$rest_cores"
"$root/understudy" config check <(fill check "$here/understudy.yaml") >&2 || fail "understudy.yaml is refused"
nginx_start upstream "$rest_cores"
traffic_start model --port "$sick"

exec 3>&1 >"$work/report"
if has start; then section_start; fi

if beside nginx; then
    nginx_start proxy "$proxy_core"
    subject nginx nginx "$(pgrep -P "$!")" "http://127.0.0.1:$nginx"
fi
if beside haproxy; then
    fill haproxy "$here/haproxy.cfg" >"$work/haproxy.cfg"
    taskset -c "$proxy_core" haproxy -f "$work/haproxy.cfg" >"$work/haproxy.log" 2>&1 &
    started+=($!)
    subject haproxy HAProxy "$!" "http://127.0.0.1:$haproxy"
fi
if beside vertx; then
    java_peer vertx 'Vert.x proxy' "$vertx" dev.understudy.peers.VertxProxy "$vertx" "$legacy" "$sick"
fi
if beside spring; then
    java_peer spring 'Spring Cloud Gateway' "$spring" dev.understudy.peers.SpringGateway "--server.port=$spring" \
        --server.address=127.0.0.1 "--model=http://127.0.0.1:$legacy" "--events=http://127.0.0.1:$sick"
fi
declare -A admins=()
versions=()
for i in "${!variants[@]}"; do
    variant_start "${variants[i]}" "u$i" taskset -c "$proxy_core"
    subject "u$i" "$(variant_field "${variants[i]}" 1)" "$pid" "$url"
    admins[u$i]=$admin
    options=$(variant_field "${variants[i]}" 3)
    versions+=("$(variant_field "${variants[i]}" 1): $("$(readlink -f "/proc/$pid/exe")" -version 2>&1 | sed -n 2p)${options:+, $options}")
done
sleep 5
for i in "${!keys[@]}"; do idle+=("$(resident "${pids[i]}")"); done

for section in plain large experiments shadow shadow500 rate sse sick; do
    if has "$section"; then "section_$section"; fi
done

printf '\n### Resident memory\n\n| | idle MiB | after the run MiB | highest MiB |\n|---|---|---|---|\n'
for i in "${!keys[@]}"; do
    printf '| %s | %s | %s | %s |\n' "${labels[i]}" "${idle[i]}" "$(resident "${pids[i]}")" "$(resident "${pids[i]}" VmHWM)"
done
exec >&3 3>&-

cat <<END
\`$command_line\`

- Machine: $(machine); load average before: $busy
- Commit: $(commit)
- $(printf '%s; ' "${versions[@]}" | sed 's/; $//')
- $(nginx -v 2>&1 | sed 's/nginx version: //'), HAProxy $(haproxy -v | awk 'NR == 1 {print $3}'), \
vertx-http-proxy $(sed -n 's|.*<vertx.version>\(.*\)</.*|\1|p' "$here/vertx/pom.xml"), \
Spring Cloud $(sed -n 's|.*<spring-cloud.version>\(.*\)</.*|\1|p' "$here/spring/pom.xml")
- Each proxy alone on core $proxy_core, models and load on the others; medians of $rounds rounds of $seconds s in turn,
  on the JVM after at least $warm_up s of each path; but for events and sick shadows, until compiling took less than 1 % of the
  time (30 s more at most)
END
cat "$work/report"
