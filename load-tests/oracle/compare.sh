#!/usr/bin/env bash
# Compares every figure that an oracle printed with ours: compare.sh DIR, where DIR/pairs/NAME.jsonl are outputs of two
# models and DIR/expected/NAME.json what the oracle says of them. Prints the largest deviation per figure and overall, and
# fails above 1e-9 (metrics) or 1e-7 (p-values, ends of intervals), relative where a figure is above 1.
set -euo pipefail
if [ $# -ne 1 ] || [ ! -d "$1/expected" ] || [ ! -d "$1/pairs" ]; then
    echo "usage: $0 DIR (a directory with pairs/ and expected/)" >&2
    exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd -P)
directory=$(cd "$1" && pwd -P)
table=$(mktemp)
trap 'rm -f "$table"' EXIT
status=0
(cd "$root" && mvn -q -B -ntp -pl eval-sink -am test -Dtest=OracleFiguresTest -Dsurefire.failIfNoSpecifiedTests=false \
    -Dspotless.check.skip=true -Dsort.skip=true \
    -Dunderstudy.oracle="$directory" -Dunderstudy.oracle.table="$table") >&2 || status=$?
cat "$table"
exit "$status"
