#!/usr/bin/env bash
# Breaks what can break around a gateway, and says whether the promises hold. On 127.0.0.1 only; ends by itself.
#
#   load-tests/faults/run.sh              all but the soak, about five minutes
#   load-tests/faults/run.sh --short      those that continuous integration runs, about three
#   load-tests/faults/run.sh NAME...      some; each is a script beside this one. soak takes MINUTES (default: 30)
#
# A line for each, Markdown. Exit status: 0 when all hold or cannot be tried here, 1 when one does not.
set -euo pipefail
here=$(cd "$(dirname "$0")" && pwd -P)
short=(kill9 torn drain reload flapping client-leaves descriptors data-gone clock)
long=(network disk-full read-only slow-sink hung-disk heap)

case ${1:-} in
    '') names=("${short[@]}" "${long[@]}") ;;
    --short) names=("${short[@]}") ;;
    -*) sed -n '2,9s/^# \{0,1\}//p' "$0"; exit 2 ;;
    *) names=("$@") ;;
esac
broken=0
for name in "${names[@]}"; do
    if [ ! -f "$here/$name.sh" ] || [ "$name" = run ] || [ "$name" = fault ]; then
        printf 'faults: %s: there is no such script in %s\n' "$name" "$here" >&2
        exit 2
    fi
    status=0
    bash "$here/$name.sh" || status=$?
    [ "$status" -eq 0 ] || [ "$status" -eq 77 ] || broken=$((broken + 1))
done
[ "$broken" -eq 0 ] || { printf 'faults: %s of %s do not hold\n' "$broken" "${#names[@]}" >&2; exit 1; }
