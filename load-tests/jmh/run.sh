#!/usr/bin/env bash
# Builds and runs the benchmarks; what is given goes to JMH: a part of a name, -f 1 -wi 3 -i 5, -prof gc, -h.
set -euo pipefail
root=$(cd "$(dirname "$0")/../.." && pwd -P)
java=java
[ -z "${JAVA_HOME:-}" ] || java=$JAVA_HOME/bin/java
(cd "$root" && mvn -q -B -ntp -Pjmh -Dmaven.test.skip=true -Dspotless.check.skip=true -Dsort.skip=true \
    -pl load-tests/jmh -am package) >&2
exec "$java" -cp "$(echo "$root"/load-tests/jmh/target/understudy-benchmarks-*.jar):$(cat "$root/load-tests/jmh/target/classpath")" \
    org.openjdk.jmh.Main "$@"
