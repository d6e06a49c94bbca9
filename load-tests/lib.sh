# shellcheck shell=bash
# What the scripts beside this file share: a place to work in, what they start and end, the traffic program, the gateway.
# Sourced, never run; the script that does names itself in $name first.

root=$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd -P)
work=$(mktemp -d)
started=()
mounted=()

finish() {
    local pid mount
    for pid in "${started[@]}"; do kill "$pid" 2>/dev/null || true; done
    for pid in "${started[@]}"; do
        for _ in $(seq 50); do kill -0 "$pid" 2>/dev/null || break; sleep 0.1; done
        kill -9 "$pid" 2>/dev/null || true
        wait "$pid" 2>/dev/null || true
    done
    for mount in "${mounted[@]}"; do umount -l "$mount" 2>/dev/null || true; done
    rm -rf "$work"
}
trap finish EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

fail() { printf '%s: %s\n' "${name:-load-tests}" "$*" >&2; exit 1; }

# Installs the packages of COMMAND=PACKAGE pairs whose command is missing.
need() {
    local pair missing=()
    for pair in "$@"; do command -v "${pair%%=*}" >/dev/null || missing+=("${pair##*=}"); done
    [ ${#missing[@]} -gt 0 ] || return 0
    apt-get update -q >&2 || true
    # Nothing that is installed for a test is to run as a service of this machine.
    RUNLEVEL=1 apt-get install -y -q --no-install-recommends "${missing[@]}" >&2 ||
        fail "could not install ${missing[*]}; install them yourself (Debian: apt-get install ${missing[*]})"
}

median() { sort -n | awk '{v[NR] = $1} END {if (NR) print (NR % 2 ? v[(NR + 1) / 2] : (v[NR / 2] + v[NR / 2 + 1]) / 2)}'; }

# The value of a key in a line of key=value pairs on standard input; 0 when it is not there.
value() { tr ' ' '\n' | awk -F= -v k="$1" '$1 == k {v = $2} END {print v + 0}'; }

ticks() { awk '{print $14 + $15}' "/proc/$1/stat"; }

resident() { awk -v f="${2:-VmRSS}" '$1 == f ":" {printf "%.0f\n", $2 / 1024}' "/proc/$1/status"; } # PID [FIELD], in MiB

# Waits until a process rests: what it does after a load (compressing the log, say) is that load's, and in nobody's way.
settle() { # PID
    local before after=-10
    for _ in $(seq 40); do
        before=$after after=$(ticks "$1")
        [ $((after - before)) -gt 1 ] || return 0
        sleep 0.3
    done
}

# Ticks that the compilers of a JVM have taken so far.
compiling() { # PID
    cat "/proc/$1"/task/*/stat 2>/dev/null | awk '/\(C[12] Compiler/ {sub(/.*\) /, ""); ticks += $12 + $13} END {print ticks + 0}'
}

# Waits for a condition: SECONDS COMMAND...
within() {
    local end=$((SECONDS + $1))
    shift
    until "$@"; do
        [ "$SECONDS" -lt "$end" ] || return 1
        sleep 0.05
    done
}

# --- the traffic program ---------------------------------------------------------------------------------------------

traffic_java=java
[ -z "${JAVA_HOME:-}" ] || traffic_java=$JAVA_HOME/bin/java

# Builds it if need be; what is given goes before its command, such as taskset.
traffic_build() { # [PREFIX...]
    local module=$root/load-tests/traffic
    if [ ! -s "$module/target/classpath" ] || [ -n "$(find "$root/pom.xml" "$module/pom.xml" "$module/src/main" -type f \
        -newer "$module/target/classpath" -print -quit)" ]; then
        command -v mvn >/dev/null || fail "building needs Maven (Debian: apt-get install maven)"
        (cd "$root" && mvn -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Dsort.skip=true \
            -pl load-tests/traffic -am package) >&2 || fail "load-tests/traffic could not be built"
        touch "$module/target/classpath"
    fi
    traffic_command=("$@" "$traffic_java" -XX:+UseSerialGC -Xms192m -Xmn128m -Xmx1g
        -cp "$(echo "$module"/target/understudy-traffic-*.jar):$(cat "$module/target/classpath")"
        dev.understudy.traffic.TrafficCommand)
}

traffic() { "${traffic_command[@]}" "$@"; }

# Starts a model or a network; sets traffic_pid, traffic_url and traffic_control.
traffic_start() { # model|network OPTIONS...
    local out
    out=$(mktemp "$work/traffic.XXXXXX")
    "${traffic_command[@]}" "$@" >"$out" 2>&1 & # no function here: its process would be a shell
    traffic_pid=$!
    started+=("$traffic_pid")
    within 60 eval "grep -q '^traffic ready' '$out' || ! kill -0 $traffic_pid 2>/dev/null" || true
    grep -q '^traffic ready' "$out" || { cat "$out" >&2; fail "traffic $1 did not start"; }
    traffic_url=$(sed -n 's/^traffic ready: \([^ ]*\) .*/\1/p' "$out")
    traffic_control=$(sed -n 's/.* control \([^ ]*\)$/\1/p' "$out")
}

# --- the gateway -----------------------------------------------------------------------------------------------------

# Starts it; sets pid, url, admin and milliseconds: how long it took from the launcher's start to the line that says ready.
understudy_start() { # FILE PREFIX...
    local file=$1 begin out
    shift
    out=$(mktemp "$work/ready.XXXXXX")
    understudy_log=${understudy_log:-$work/understudy.log}
    begin=$(($(date +%s%N) / 1000000))
    "$@" "$root/understudy" run -c "$file" >"$out" 2>>"$understudy_log" &
    pid=$!
    started+=("$pid")
    until grep -q '^understudy ready' "$out"; do
        kill -0 "$pid" 2>/dev/null || { tail -20 "$understudy_log" >&2; fail "understudy did not start"; }
        sleep 0.005
    done
    milliseconds=$(($(date +%s%N) / 1000000 - begin))
    url=$(sed -n 's/^understudy ready: \([^ ]*\) .*/\1/p' "$out")
    admin=$(sed -n 's/.* admin \([^ ]*\) .*/\1/p' "$out")
}

understudy_stop() { # PID
    kill "$1"
    wait "$1" || fail "understudy ended with $?"
}

understudy_kill() { # PID: without a chance to do anything, and without a word from the shell
    kill -9 "$1"
    wait "$1" 2>/dev/null || true
}

# The sum of a metric over the series that have these labels: METRIC [LABELS]
metric() {
    curl -s --max-time 10 "$admin/metrics" |
        awk -v m="$1" -v l="${2:-}" '(index($0, m "{") == 1 || index($0, m " ") == 1) && index($0, l) {s += $NF} END {printf "%.0f\n", s}'
}

commit() { printf '%s' "$(git -C "$root" rev-parse --short HEAD)$(git -C "$root" diff --quiet HEAD || echo ' with changes')"; }

machine() {
    printf '%s cores, %s, Linux %s' "$(nproc)" "$(sed -n 's/^model name[^:]*: //p' /proc/cpuinfo | head -1)" "$(uname -r)"
}
