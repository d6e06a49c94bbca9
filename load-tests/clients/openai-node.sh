#!/usr/bin/env bash
# OpenAI's own package for Node.js through a real gateway to real models: a completion, a streamed one, embeddings, an error,
# with a shadow of each, and the pairs that came of it. The package is installed into a temporary directory, which goes at the
# end. Skipped, visibly, where npm or its registry is not to be had.
#   OPENAI_VERSION   which one to install
set -euo pipefail

name=openai-node
# shellcheck source=load-tests/lib.sh
. "$(dirname "${BASH_SOURCE[0]}")/../lib.sh"
version=${OPENAI_VERSION:-7.57.0}

skip() {
    printf 'SKIPPED: %s\n' "$*"
    exit 0
}

command -v npm >/dev/null || skip "there is no npm on the PATH"
command -v node >/dev/null || skip "there is no node on the PATH"

mkdir "$work/client"
npm install --prefix "$work/client" --no-audit --no-fund --ignore-scripts "openai@$version" >"$work/npm.log" 2>&1 || {
    tail -5 "$work/npm.log"
    skip "npm could not install openai@$version"
}

# --- models and gateway ----------------------------------------------------------------------------------------------

models=$root/load-tests/models/target
if [ ! -s "$models/classpath" ]; then
    (cd "$root" && mvn -q -B -ntp -Dmaven.test.skip=true -Dspotless.check.skip=true -Dsort.skip=true \
        -pl load-tests/models -am package) >&2 || fail "load-tests/models could not be built"
fi
model_start() { # VARIANT; sets model_url
    local out
    out=$(mktemp "$work/model.XXXXXX")
    "$traffic_java" -Xmx512m -cp "$(echo "$models"/understudy-models-*.jar):$(cat "$models/classpath")" \
        dev.understudy.models.ModelServer --variant "$1" >"$out" 2>&1 &
    started+=("$!")
    within 60 grep -q '^listening on' "$out" || { cat "$out" >&2; fail "the model did not start"; }
    model_url=$(sed -n 's/^listening on //p' "$out")
}
model_start full
legacy=$model_url
model_start quantized
cat >"$work/understudy.yaml" <<END
version: 1
listen: {http: "127.0.0.1:0"}
admin: {http: "127.0.0.1:0"}
models:
  full: {url: "$legacy"}
  quantized: {url: "$model_url", rewrite: {setBody: {/model: quantized}}}
routes:
  - name: openai
    match: {path: {prefix: /v1}, methods: [POST]}
    shadow: {legacy: full, candidates: [{model: quantized, percent: 100}]}
sink: {type: file, path: "$work/data"}
END
understudy_start "$work/understudy.yaml"

# --- the client ------------------------------------------------------------------------------------------------------

cat >"$work/client/ask.mjs" <<'END'
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const client = new OpenAI({apiKey: 'callers-own-key', baseURL: process.argv[2] + '/v1', maxRetries: 0});
const messages = [{role: 'user', content: 'How do I reset my password?'}];

const {data: whole, response} = await client.chat.completions.create({model: 'full', messages}).withResponse();
assert.ok(whole.choices[0].message.content.length > 10);
assert.ok(whole.usage.total_tokens > 0);
assert.match(response.headers.get('x-understudy-id'), /^[0-9A-Z]{26}$/);

let streamed = '', pieces = 0, usage;
const stream = await client.chat.completions.create(
    {model: 'full', messages, stream: true, stream_options: {include_usage: true}});
for await (const chunk of stream) {
  const piece = chunk.choices[0]?.delta?.content ?? '';
  streamed += piece;
  pieces += piece ? 1 : 0;
  usage = chunk.usage ?? usage;
}
assert.equal(streamed, whole.choices[0].message.content);
assert.ok(pieces > 1);
assert.ok(usage.completion_tokens > 0);

const base64 = await client.embeddings.create({model: 'full', input: ['one', 'another']});
const floats = await client.embeddings.create({model: 'full', input: ['one', 'another'], encoding_format: 'float'});
assert.equal(base64.data.length, 2);
base64.data.forEach((item, i) => item.embedding.forEach(
    (value, k) => assert.ok(Math.abs(value - floats.data[i].embedding[k]) < 1e-6)));

await assert.rejects(client.chat.completions.create({model: 'full', messages: []}), OpenAI.BadRequestError);
console.log(`openai ${process.argv[3]} on node ${process.version}: whole, ${pieces} pieces, embeddings, an error`);
END
node "$work/client/ask.mjs" "$url" "$version" || fail "the client was not content"

# --- what was kept ---------------------------------------------------------------------------------------------------

understudy_stop "$pid"
"$root/understudy" pairs cat --data "$work/data" >"$work/pairs.jsonl"
node - "$work/pairs.jsonl" <<'END' || fail "the pairs are not as they should be"
const assert = require('node:assert/strict');
const pairs = require('node:fs').readFileSync(process.argv[2], 'utf8').trim().split('\n').map(JSON.parse);
assert.equal(pairs.length, 5);
for (const pair of pairs.filter(one => one.legs[0].status === 200)) {
  assert.deepEqual(pair.legs.map(leg => [leg.role, leg.outcome]), [['legacy', 'ok'], ['candidate', 'ok']]);
  assert.ok(pair.legs.every(leg => leg.tokens));
}
assert.ok(!JSON.stringify(pairs).includes('callers-own-key'));
console.log(`${pairs.length} pairs, both answers in each`);
END
echo PASSED
