#!/usr/bin/env python3
"""Writes a data directory with N pairs of an imagined shadow route, seeded.

usage: generate.py DIRECTORY N [classes|text|chat]

classes (default): about 2.5 KB a pair, a class in each answer, labels for every tenth.
text, chat: two answers of about 1 KB each, of words that follow Zipf's law and differ in about every fifth, so that a pair's
two texts are 2 KB; every tenth has a reference; one in fifty has Japanese in it. chat wraps them as OpenAI's chat does.
"""
import json
import os
import random
import sys

BODY = 640
SEGMENT_PAIRS = 50_000


def main():
    directory, count = sys.argv[1], int(sys.argv[2])
    if sys.argv[3:] and sys.argv[3] != "classes":
        return texts(directory, count, sys.argv[3])
    pairs = os.path.join(directory, "pairs")
    feedback = os.path.join(directory, "feedback")
    os.makedirs(pairs)
    os.makedirs(feedback)
    rng = random.Random(7)
    words = ["w%03d" % i for i in range(400)]
    filler = " ".join(rng.choice(words) for _ in range(20_000))
    languages = ["en", "de", "ja", "fr"]
    out = None
    labels = open(os.path.join(feedback, "bench-20261122T000000-000001.jsonl"), "w")
    for i in range(count):
        if i % SEGMENT_PAIRS == 0:
            if out:
                out.close()
            out = open(os.path.join(pairs, "bench-20261122T000000-%06d.jsonl" % (i // SEGMENT_PAIRS + 1)), "w")
        at = rng.randrange(len(filler) - BODY)
        truth = "abc"[i % 3]
        legacy = truth if rng.random() < 0.9 else "abc"[rng.randrange(3)]
        candidate = truth if rng.random() < 0.91 else "abc"[rng.randrange(3)]
        id_ = "01KB%022d" % i
        request = json.dumps({"language": languages[rng.randrange(4)], "text": filler[at:at + BODY]})
        millis = i % 86_400_000
        time = "2026-11-22T%02d:%02d:%02d.%03dZ" % (
            millis // 3_600_000, millis // 60_000 % 60, millis // 1000 % 60, millis % 1000)
        leg = lambda role, model, answer, speed: {
            "role": role, "model": model, "endpoint": "http://127.0.0.1:9001", "attempts": 1, "outcome": "ok",
            "status": 200, "headers": {"content-type": "application/json"},
            "body": json.dumps({"class": answer, "probability": 0.9, "note": filler[at:at + 300]}),
            "bodyBytes": 350, "truncated": False,
            "times": {"sentMs": 0.1, "firstByteMs": round(speed, 3), "firstTokenMs": None,
                      "lastByteMs": round(speed * 1.1, 3)}, "tokens": None}
        pair = {"schemaVersion": 1, "id": id_, "time": time, "instance": "bench", "sequence": i, "route": "bench",
                "revision": "bench", "strategy": "shadow", "unit": None, "assigned": "old", "served": "old",
                "propensity": 1.0, "sampleRate": 1.0,
                "request": {"method": "POST", "path": "/", "headers": {"content-type": "application/json"},
                            "body": request, "bodyBytes": len(request), "truncated": False},
                "legs": [leg("legacy", "old", legacy, rng.lognormvariate(3, 0.4)),
                         leg("candidate", "new", candidate, rng.lognormvariate(3, 0.4))],
                "interleaving": None, "feedback": []}
        out.write(json.dumps(pair, separators=(",", ":")) + "\n")
        if i % 10 == 0:
            labels.write(json.dumps({"id": id_, "event": "label", "label": truth, "eventId": id_ + ":label",
                                     "time": time}, separators=(",", ":")) + "\n")
    out.close()
    labels.close()


ANSWER = 1000
SETTINGS = """version: 1
listen: {http: "127.0.0.1:0"}
models: {old: {url: "http://127.0.0.1:9001"}, new: {url: "http://127.0.0.1:9002"}}
routes:
  - name: bench
    match: {path: {prefix: %s}}
    shadow: {legacy: old, candidates: [{model: new, percent: 100}]}
    compare: %s
"""
COMPARE = {"text": "{profile: text, text: /text, reference: /reference}", "chat": "{profile: chat}"}


def prose(rng, size=30_000):
    """Words of a language that does not exist, the frequent ones short, with full stops and line breaks."""
    syllables = [c + v for c in "bcdfghklmnprstvw" for v in ("a", "e", "i", "o", "u", "ea", "an", "er")]
    lexicon = sorted({"".join(rng.choice(syllables) for _ in range(1 + rank // 400 % 4)) for rank in range(8000)}, key=len)
    weights = [1 / (rank + 2) for rank in range(len(lexicon))]
    words = rng.choices(lexicon, weights, k=size)
    for i in range(7, size, 11):
        words[i] += "." if i % 3 else ",\n" if i % 5 == 0 else ","
    return words


def texts(directory, count, kind):
    pairs = os.path.join(directory, "pairs")
    os.makedirs(pairs)
    rng = random.Random(7)
    words = prose(rng)
    japanese = "吾輩は猫である。名前はまだ無い。どこで生れたかとんと見当がつかぬ。"
    revisions = os.path.join(directory, "revisions")
    os.makedirs(revisions)
    with open(os.path.join(revisions, "bench.yaml"), "w") as settings:
        settings.write(SETTINGS % ("/v1/chat/completions" if kind == "chat" else "/", COMPARE[kind]))
    out = None
    for i in range(count):
        if i % SEGMENT_PAIRS == 0:
            if out:
                out.close()
            out = open(os.path.join(pairs, "bench-20261122T000000-%06d.jsonl" % (i // SEGMENT_PAIRS + 1)), "w")
        at = rng.randrange(len(words) - 400)
        said = words[at:at + 210]
        other = list(said)
        for _ in range(42):
            other[rng.randrange(len(other))] = words[rng.randrange(len(words))]
        one, two = " ".join(said)[:ANSWER], " ".join(other)[:ANSWER]
        if i % 50 == 0:
            one, two = one + japanese, two + japanese[::-1]
        question = " ".join(words[at:at + 12])
        body = {"messages": [{"role": "user", "content": question}], "model": "m"} if kind == "chat" else {"prompt": question}
        if i % 10 == 0 and kind == "text":
            body["reference"] = " ".join(words[at + 3:at + 190])
        millis = i % 86_400_000
        time = "2026-11-22T%02d:%02d:%02d.%03dZ" % (
            millis // 3_600_000, millis // 60_000 % 60, millis // 1000 % 60, millis % 1000)
        request = json.dumps(body, ensure_ascii=False)
        pair = {"schemaVersion": 1, "id": "01KB%022d" % i, "time": time, "instance": "bench", "sequence": i,
                "route": "bench", "revision": "bench", "strategy": "shadow", "unit": None, "assigned": "old",
                "served": "old", "propensity": 1.0, "sampleRate": 1.0,
                "request": {"method": "POST", "path": "/v1/chat/completions" if kind == "chat" else "/",
                            "headers": {"content-type": "application/json"}, "body": request,
                            "bodyBytes": len(request), "truncated": False},
                "legs": [text_leg("legacy", "old", one, kind, rng.lognormvariate(6, 0.4)),
                         text_leg("candidate", "new", two, kind, rng.lognormvariate(6, 0.4))],
                "interleaving": None, "feedback": []}
        out.write(json.dumps(pair, separators=(",", ":"), ensure_ascii=False) + "\n")
    out.close()


def text_leg(role, model, answer, kind, speed):
    if kind == "chat":
        used = {"prompt_tokens": 20, "completion_tokens": len(answer) // 4, "total_tokens": 20 + len(answer) // 4}
        body = json.dumps({"id": "c", "object": "chat.completion", "model": model, "choices": [
            {"index": 0, "message": {"role": "assistant", "content": answer}, "finish_reason": "stop"}], "usage": used},
            ensure_ascii=False)
    else:
        body = json.dumps({"text": answer}, ensure_ascii=False)
    return {"role": role, "model": model, "endpoint": "http://127.0.0.1:9001", "attempts": 1, "outcome": "ok",
            "status": 200, "headers": {"content-type": "application/json"}, "body": body,
            "bodyBytes": len(body.encode()), "truncated": False,
            "times": {"sentMs": 0.1, "firstByteMs": round(speed, 3), "firstTokenMs": None,
                      "lastByteMs": round(speed * 1.1, 3)}, "tokens": None}


main()
