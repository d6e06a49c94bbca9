#!/usr/bin/env python3
"""Writes a data directory with N pairs of about 2 KB of an imagined shadow route, seeded; and labels for every tenth.

usage: generate.py DIRECTORY N
"""
import json
import os
import random
import sys

BODY = 640
SEGMENT_PAIRS = 50_000


def main():
    directory, count = sys.argv[1], int(sys.argv[2])
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


main()
