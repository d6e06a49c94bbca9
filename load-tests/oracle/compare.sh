#!/usr/bin/env bash
# Compares every figure that an oracle printed with ours: compare.sh DIR, where DIR/pairs/NAME.jsonl are outputs of two
# models and DIR/expected/NAME.json what the oracle says of them; then, on data that sets.py draws (seed 7, or SEED), the
# figures of clustering, detection, segmentation, survival and classes, and formulas: splits, corrected p-values, earlier figures, votes
# beside a judge, clicks on mixed lists, ratios of times. Prints the largest deviation per figure and over all, and fails above
# 1e-9 (metrics) or 1e-7 (p-values, ends of intervals), relative where a figure is above 1.
# PYTHON names a Python with scikit-learn, scipy and statsmodels (Debian: python3-sklearn python3-statsmodels).
set -euo pipefail
if [ $# -ne 1 ] || [ ! -d "$1/expected" ] || [ ! -d "$1/pairs" ]; then
    echo "usage: $0 DIR (a directory with pairs/ and expected/)" >&2
    exit 2
fi
root=$(cd "$(dirname "$0")/../.." && pwd -P)
directory=$(cd "$1" && pwd -P)
python=
for candidate in "${PYTHON:-python3}" /usr/bin/python3; do
    if "$candidate" -c 'import scipy, sklearn, statsmodels' 2>/dev/null; then
        python=$candidate
        break
    fi
done
if [ -z "$python" ]; then
    echo "$0: no Python with scipy, scikit-learn and statsmodels; install them, or name one by PYTHON" >&2
    exit 2
fi
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
"$python" "$root/load-tests/oracle/sets.py" "$work" "${SEED:-7}"
touch "$work/table" "$work/table.begun"
tests=(OracleFiguresTest SampleFiguresTest SetFiguresTest FormulaFiguresTest)
status=0
(cd "$root" && mvn -q -B -ntp -pl eval-sink -am test -Dtest="$(IFS=,; echo "${tests[*]}")" \
    -Dsurefire.failIfNoSpecifiedTests=false -Dspotless.check.skip=true -Dsort.skip=true \
    -Dunderstudy.oracle="$directory" -Dunderstudy.sets="$work" -Dunderstudy.oracle.table="$work/table") >&2 || status=$?
for test in "${tests[@]}"; do
    if [ -z "$(find "$root/eval-sink/target/surefire-reports" -name "TEST-*.$test.xml" -newer "$work/table.begun" -print -quit)" ]; then
        echo "$0: $test did not run, so what it compares is not in the table" >&2
        status=1
    fi
done
cat "$work/table"
awk '/figures compared; largest/ {
        figures += $1
        metrics = $8 + 0 > metrics ? $8 + 0 : metrics
        inference = $NF + 0 > inference ? $NF + 0 : inference
    }
    END { printf "over all: %d figures; largest deviation of metrics %.2g, of p-values and interval ends %.2g\n", figures, metrics, inference }' \
    "$work/table"
exit "$status"
