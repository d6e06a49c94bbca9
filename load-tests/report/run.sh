#!/bin/sh
# Reports on generated pairs: how long, with how much memory. Ends by itself.
#   load-tests/report/run.sh [--kind classes|text|chat] [SIZES...]       default: classes, 10000 100000 300000 1000000
# JAVA_OPTS adds to the JVM's options; REPORT_DATA names where the data is made (2.5 KB a pair), else a temporary directory.
set -eu

root=$(cd "$(dirname "$0")/../.." && pwd -P)
jar=$root/gateway/target/understudy.jar
[ -r "$jar" ] || { echo "run.sh: $jar is missing; build it first: ./understudy --version" >&2; exit 2; }
work=$(mktemp -d "${REPORT_DATA:-${TMPDIR:-/tmp}}/report.XXXXXX")
trap 'rm -rf "$work"' EXIT INT TERM

kind=classes
if [ "${1:-}" = --kind ]; then
    kind=${2:?"run.sh: --kind: missing (expected: classes, text or chat)"}
    shift 2
fi
case $kind in classes | text | chat) ;; *) echo "run.sh: --kind: $kind (expected: classes, text or chat)" >&2; exit 2 ;; esac
[ $# -gt 0 ] || set -- 10000 100000 300000 1000000
echo "| pairs | MB | seconds | CPU seconds | peak memory MB | verdict |"
echo "|--:|--:|--:|--:|--:|---|"
for size; do
    python3 "$root/load-tests/report/generate.py" "$work/data" "$size" "$kind"
    megabytes=$(du -sm "$work/data" | cut -f1)
    cat "$work/data"/*/* > /dev/null
    python3 - "$jar" "$work" "$size" "$megabytes" <<'PYTHON'
import os, resource, shlex, subprocess, sys, time
jar, work, size, megabytes = sys.argv[1:]
command = ["timeout", "600", "java", "-Xmx1g", *shlex.split(os.environ.get("JAVA_OPTS", "")), "-jar", jar,
           "report", "--data", work + "/data", "--out", work + "/report.json"]
started = time.monotonic()
done = subprocess.run(command, stdout=subprocess.PIPE, text=True)
seconds = time.monotonic() - started
usage = resource.getrusage(resource.RUSAGE_CHILDREN)
verdict = (done.stdout.splitlines() or ["exit code %d" % done.returncode])[0]
print("| %s | %s | %.1f | %.1f | %d | %s |" % (
    size, megabytes, seconds, usage.ru_utime + usage.ru_stime, usage.ru_maxrss // 1024, verdict))
PYTHON
    rm -rf "$work/data"
done
