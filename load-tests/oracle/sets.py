#!/usr/bin/env python3
"""Outputs of two models drawn at random, and what independent code says of them: clustering, masks, survival, boxes, classes; and
numbers drawn at random with what formulas say of them: splits, p-values asked together, earlier figures of units, votes beside
a judge, clicks on mixed lists, ratios of times.

sets.py DIR [SEED [SIZE]] writes DIR/NAME.jsonl, DIR/expected.json and DIR/formulas.json. Clusters, masks and classes by scikit-learn;
survival by counting all pairs; boxes by a second implementation of COCO's rules over numpy; splits, ratios and regressions by
scipy, corrected p-values by statsmodels, clicks by counting every way in which a list may have come about. SetFiguresTest and
FormulaFiguresTest hold our figures against them; compare.sh runs both on fresh ones.
"""
import itertools
import json
import math
import sys

import numpy as np
from scipy import special, stats
from sklearn.metrics import (accuracy_score, adjusted_rand_score, average_precision_score, balanced_accuracy_score,
                             brier_score_loss, cohen_kappa_score, davies_bouldin_score, f1_score, jaccard_score, log_loss,
                             matthews_corrcoef, precision_score, recall_score, roc_auc_score, silhouette_score)
from statsmodels.stats.multitest import multipletests

DIRECTORY = sys.argv[1]
RANDOM = np.random.default_rng(int(sys.argv[2]) if len(sys.argv) > 2 else 7)
SIZE = float(sys.argv[3]) if len(sys.argv) > 3 else 1.0
EXPECTED = {}
FORMULAS = []


def write(name, lines):
    with open(f"{DIRECTORY}/{name}.jsonl", "w") as file:
        for number, line in enumerate(lines):
            file.write(json.dumps({"pair_id": str(number), **line}, separators=(",", ":")) + "\n")


def clusters():
    each = int(60 * SIZE)
    vectors = RANDOM.normal(size=(4 * each, 3)) + np.repeat(RANDOM.normal(scale=3, size=(4, 3)), each, axis=0)
    vectors = np.round(vectors, 4)
    legacy = np.repeat(np.arange(4), each)
    moved = RANDOM.random(4 * each) < .2
    candidate = np.where(moved, RANDOM.integers(0, 5, 4 * each), legacy)
    write("clusters", [{"vector": vector.tolist(), "legacy": {"cluster": int(a)}, "candidate": {"cluster": f"c{b}"}}
                       for vector, a, b in zip(vectors, legacy, candidate)])
    EXPECTED["clusters"] = {
        side: {"silhouette": silhouette_score(vectors, labels), "davies_bouldin": davies_bouldin_score(vectors, labels)}
        for side, labels in (("legacy", legacy), ("candidate", candidate))}
    EXPECTED["clusters"]["candidate"]["cluster_agreement"] = adjusted_rand_score(legacy, candidate)


def run_lengths(mask, as_text):
    counts, current, run = [], 0, 0
    for pixel in mask.flatten(order="F").astype(int):
        if pixel != current:
            counts.append(run)
            current, run = pixel, 0
        run += 1
    counts.append(run)
    return {"size": list(mask.shape), "counts": packed(counts) if as_text else counts}


def packed(counts):
    text = ""
    for i, count in enumerate(counts):
        left = count - (counts[i - 2] if i > 2 else 0)
        more = True
        while more:
            bits, left = left & 0x1f, left >> 5
            more = left != -1 if bits & 0x10 else left != 0
            text += chr((bits | 0x20 if more else bits) + 48)
    return text


def masks():
    pictures, shape, labels = max(24, int(40 * SIZE)), (9, 13), [1, 2, 3]
    right = RANDOM.integers(0, 4, size=(pictures, *shape))

    def guess(share):
        wrong = RANDOM.random(right.shape) < share
        return np.where(wrong, RANDOM.integers(0, 4, size=right.shape), right)

    sides = {"legacy": guess(.3), "candidate": guess(.1)}
    write("masks", [{
        "label": right[i].tolist(),
        "legacy": {"mask": [{"label": label, "segmentation": run_lengths(sides["legacy"][i] == label, i % 2 == 0)}
                            for label in labels]},
        "candidate": {"mask": sides["candidate"][i].tolist()}} for i in range(pictures)])
    EXPECTED["masks"] = {}
    for side, found in sides.items():
        def mean(score):
            return float(np.mean([
                score(right[i].ravel(), found[i].ravel(), average="macro",
                      labels=[label for label in labels if (right[i] == label).any() or (found[i] == label).any()])
                for i in range(pictures)]))
        EXPECTED["masks"][side] = {
            "mean_iou": jaccard_score(right.ravel(), found.ravel(), labels=labels, average="macro"),
            "mean_dice": f1_score(right.ravel(), found.ravel(), labels=labels, average="macro"),
            "mask_iou": mean(jaccard_score), "mask_dice": mean(f1_score)}


def concordance(times, events, risks):
    known = right = 0
    for i in range(len(times)):
        for j in range(len(times)):
            if events[i] and (times[j] > times[i] or (times[j] == times[i] and not events[j])):
                known += 1
                right += 1 if risks[i] > risks[j] else .5 if risks[i] == risks[j] else 0
    return right / known


def timed_auc(times, events, risks, horizon):
    def watched(until):
        chance = 1
        for time in np.unique(times[times < until]):
            at_risk = (times >= time).sum() - ((times == time) & events).sum()
            lost = ((times == time) & ~events).sum()
            chance *= 1 - lost / at_risk if at_risk else 1
        return chance

    controls = risks[times > horizon]
    right = cases = 0
    for i in range(len(times)):
        if events[i] and times[i] <= horizon:
            weight = 1 / watched(times[i])
            cases += weight
            right += weight * ((controls < risks[i]).sum() + .5 * (controls == risks[i]).sum())
    return right / cases / len(controls)


def survival():
    n = int(300 * SIZE)
    times = np.round(RANDOM.exponential(10, n)) + 1
    events = RANDOM.random(n) < .6
    sides = {"legacy": np.round(RANDOM.normal(scale=8, size=n) - times),
             "candidate": np.round(RANDOM.normal(scale=14, size=n) - times)}
    ended = np.sort(times[events])
    horizon = ended[(len(ended) - 1) // 2]
    write("survival", [{"time": times[i], "event": bool(events[i]),
                        **{side: {"risk": risks[i]} for side, risks in sides.items()}} for i in range(n)])
    EXPECTED["survival"] = {
        side: {"c_index": concordance(times, events, risks), "survival_auc": timed_auc(times, events, risks, horizon)}
        for side, risks in sides.items()}
    EXPECTED["survival"]["candidate"]["risk_agreement"] = concordance(
        -sides["legacy"], np.ones(n, bool), sides["candidate"])


def frames(count):
    return np.round(np.c_[RANDOM.uniform(0, 80, size=(count, 2)), RANDOM.uniform(5, 30, size=(count, 2))], 2)


def found_in(right, shift, missed, extra):
    found = []
    for box in right:
        if RANDOM.random() < missed:
            continue
        frame = np.round(np.array(box["bbox"]) + RANDOM.normal(scale=shift, size=4), 2)
        frame[2:] = np.maximum(frame[2:], 1)
        label = box["label"] if RANDOM.random() < .9 else str(RANDOM.integers(0, 3))
        for _ in range(1 if RANDOM.random() < .8 else 2):
            found.append({"bbox": frame.tolist(), "label": label, "score": round(float(RANDOM.random()), 1)})
    for frame in frames(RANDOM.integers(0, extra)):
        found.append({"bbox": frame.tolist(), "label": str(RANDOM.integers(0, 3)),
                      "score": round(float(RANDOM.random() * .6), 1)})
    return found


def overlap(box, right):
    (left, top, width, height), (x, y, w, h) = box["bbox"], right["bbox"]
    both = max(0, min(left + width, x + w) - max(left, x)) * max(0, min(top + height, y + h) - max(top, y))
    return both / (width * height if right["iscrowd"] else width * height + w * h - both)


def matched(found, right, threshold):
    """(score, right, neither right nor wrong), as COCOeval.evaluateImg."""
    right = sorted(right, key=lambda box: box["iscrowd"])
    taken, result = set(), []
    for box in sorted(found, key=lambda one: -one["score"])[:100]:
        best, partner = min(threshold, 1 - 1e-10), None
        for j, other in enumerate(right):
            if j in taken and not other["iscrowd"]:
                continue
            if partner is not None and not right[partner]["iscrowd"] and other["iscrowd"]:
                break
            if overlap(box, other) >= best:
                best, partner = overlap(box, other), j
        if partner is not None:
            taken.add(partner)
        crowd = partner is not None and right[partner]["iscrowd"] == 1
        result.append((box["score"], partner is not None and not crowd, crowd))
    return result


def average_precisions(pictures, side):
    """By threshold, as COCOeval.accumulate."""
    recalls, table = np.linspace(0, 1, 101), {}
    for threshold in np.linspace(.5, .95, 10):
        precisions = []
        for label in sorted({box["label"] for picture in pictures for box in picture["label"] if not box["iscrowd"]}):
            hits, wanted = [], 0
            for picture in pictures:
                right = [box for box in picture["label"] if box["label"] == label]
                wanted += sum(1 - box["iscrowd"] for box in right)
                hits += matched([box for box in picture[side]["boxes"] if box["label"] == label], right, threshold)
            order = np.argsort([-hit[0] for hit in hits], kind="mergesort")
            true = np.cumsum([hits[i][1] for i in order]).astype(float)
            false = np.cumsum([not hits[i][1] and not hits[i][2] for i in order]).astype(float)
            precision = true / (true + false + np.spacing(1))
            precision = np.maximum.accumulate(precision[::-1])[::-1]
            at = np.searchsorted(true / wanted, recalls, side="left")
            precisions.append(np.mean([precision[i] if i < len(precision) else 0 for i in at]))
        table[round(float(threshold), 2)] = float(np.mean(precisions))
    return table


def box_f1(found, right):
    hits = [hit for label in {box["label"] for box in found}
            for hit in matched([box for box in found if box["label"] == label and box["score"] >= .5],
                               [box for box in right if box["label"] == label], .5)]
    counted = sum(not hit[2] for hit in hits) + sum(1 - box["iscrowd"] for box in right)
    return 2 * sum(hit[1] for hit in hits) / counted if counted else 1


def boxes():
    pictures = []
    for _ in range(max(24, int(60 * SIZE))):
        right = [{"bbox": frame.tolist(), "label": str(RANDOM.integers(0, 3)), "iscrowd": int(RANDOM.random() < .1)}
                 for frame in frames(RANDOM.integers(0, 6))]
        pictures.append({"label": right, "legacy": {"boxes": found_in(right, 2, .2, 3)},
                         "candidate": {"boxes": found_in(right, .8, .1, 2)}})
    write("boxes", pictures)
    EXPECTED["boxes"] = {}
    for side in ("legacy", "candidate"):
        table = average_precisions(pictures, side)
        EXPECTED["boxes"][side] = {
            "map": float(np.mean(list(table.values()))), "map_50": table[.5], "map_75": table[.75],
            "box_f1": float(np.mean([box_f1(picture[side]["boxes"], picture["label"]) for picture in pictures]))}


def some(count):
    return max(1, int(count * SIZE))


def formula(kind, given, expected):
    FORMULAS.append({"kind": kind, "given": given, "expected": {name: float(value) for name, value in expected.items()}})


def splits():
    """Each stretch of equal shares by Pearson's test; together their statistics and degrees of freedom add up."""
    for _ in range(some(12)):
        tables, statistic, freedom, evidence = [], 0, 0, 0
        for _ in range(RANDOM.integers(1, 4)):
            shares = RANDOM.dirichlet(np.ones(RANDOM.integers(2, 4)) * 5)
            seen = RANDOM.multinomial(RANDOM.integers(500, 5000), RANDOM.dirichlet(shares * 2000))
            shares = shares / shares.sum()
            tables.append({"shares": shares.tolist(), "observed": seen.tolist()})
            statistic += stats.chisquare(seen, shares * seen.sum()).statistic
            freedom += len(seen) - 1
            # The Dirichlet-multinomial's chance of the counts, over the multinomial's at the shares (Lindon and Malek 2022).
            evidence += special.gammaln(len(seen)) - special.gammaln(len(seen) + seen.sum()) \
                + special.gammaln(1 + seen).sum() - (seen * np.log(shares)).sum()
        formula("split", tables, {"statistic": statistic, "p": stats.chi2.sf(statistic, freedom),
                                  "always_valid_p": min(1, math.exp(min(0, -evidence)))})


def corrected():
    for size in (1, 2, 5, 20, 60)[:some(5) + 2]:
        ps = np.where(RANDOM.random(size) < .3, RANDOM.random(size) * .01, np.round(RANDOM.random(size), 1)).tolist()
        for kind, method in (("holm", "holm"), ("benjamini_hochberg", "fdr_bh")):
            adjusted = multipletests(ps, method=method)[1]
            formula(kind, ps, {f"{i}": value for i, value in enumerate(adjusted)})


def earlier_figures():
    """CUPED with the slope that both arms share: least squares of the figure on the arm and on the earlier figure."""
    for _ in range(some(6)):
        n = int(RANDOM.integers(80, 200))
        before = RANDOM.normal(size=n)
        arm = RANDOM.random(n) < .5
        now = .7 * before + .2 * arm + RANDOM.normal(scale=.5, size=n)
        design = np.c_[np.ones(n), arm, before]
        _, delta, theta = np.linalg.lstsq(design, now, rcond=None)[0]
        error = sum(np.var(now[side] - theta * before[side], ddof=1) / side.sum() for side in (arm, ~arm))
        inside = [np.concatenate([values[side] - values[side].mean() for side in (arm, ~arm)]) for values in (before, now)]
        formula("cuped", [{"before": b, "now": x, "candidate": bool(a)} for b, x, a in zip(before, now, arm)],
                {"delta": delta, "theta": theta, "squared_error": error, "correlation": stats.pearsonr(*inside)[0]})


def votes():
    """Prediction-powered inference of a win rate (Angelopoulos and others 2023)."""
    for _ in range(some(6)):
        n = int(RANDOM.integers(150, 400))
        judge = RANDOM.choice([0, .5, 1], n)
        people = np.where(RANDOM.random(n) < .7, judge, RANDOM.choice([0, .5, 1], n))
        seen = RANDOM.random(n) < .4
        beyond = people[seen] - judge[seen]
        rate = judge[~seen].mean() + beyond.mean()
        error = math.sqrt(judge[~seen].var(ddof=1) / (~seen).sum() + beyond.var(ddof=1) / seen.sum())
        z = stats.norm.ppf(.975)
        formula("prediction_powered", [{"judge": j, "people": p if s else None} for j, p, s in zip(judge, people, seen)],
                {"rate": rate, "low": rate - z * error, "high": rate + z * error})


def softmax(ranking, shown):
    """The chance of each item at its place, drawn in proportion to 1 / rank^3 from what is not shown above it."""
    return [0 if item not in ranking else (1 / (ranking.index(item) + 1) ** 3) / sum(
        1 / (rank + 1) ** 3 for rank, other in enumerate(ranking) if other not in shown[:place])
        for place, item in enumerate(shown)]


def clicks():
    for number in range(some(60)):
        method = ("teamDraft", "balanced", "probabilistic")[number % 3]
        rankings = [RANDOM.permutation(list("abcdefgh"))[:6].tolist() for _ in range(2)]
        shown = [str(item) for item in RANDOM.permutation(sorted(set(rankings[0]) | set(rankings[1])))[:6]]
        team = RANDOM.integers(0, 2, 6).tolist()
        clicked = [item for item in shown if RANDOM.random() < .5]
        credit, outcome = [0.0, 0.0], 0.0
        if clicked and method == "teamDraft":
            credit = [sum(team[shown.index(item)] == side for item in clicked) for side in (0, 1)]
        elif clicked and method == "balanced":
            depth = min(ranking.index(clicked[-1]) for ranking in rankings if clicked[-1] in ranking)
            credit = [sum(item in ranking[:depth + 1] for item in clicked) for ranking in rankings]
        if method != "probabilistic":
            outcome = np.sign(credit[1] - credit[0])
        elif clicked:
            chances, total = [softmax(ranking, shown) for ranking in rankings], 0
            for sides in itertools.product((0, 1), repeat=6):
                chance = math.prod(chances[side][place] for place, side in enumerate(sides))
                counts = [sum(sides[shown.index(item)] == side for item in clicked) for side in (0, 1)]
                total += chance
                outcome += chance * np.sign(counts[1] - counts[0])
                credit = [credit[side] + chance * counts[side] for side in (0, 1)]
            credit, outcome = [credit[side] / total for side in (0, 1)], outcome / total
        formula("clicks", {"method": method, "legacy": rankings[0], "candidate": rankings[1], "clicked": clicked,
                           "shown": [{"id": item, "from": ("legacy", "candidate")[t]} for item, t in zip(shown, team)]},
                {"outcome": outcome, "legacy": credit[0], "candidate": credit[1]})


def times():
    for _ in range(some(4)):
        n = int(RANDOM.integers(60, 200))
        legacy = np.round(RANDOM.lognormal(4, .6, n), 3)
        candidate = np.round(legacy * RANDOM.lognormal(.1, .4, n), 3)
        logs = np.log(candidate) - np.log(legacy)
        half = stats.t.ppf(.975, n - 1) * stats.sem(logs)
        formula("log_ratio", [legacy.tolist(), candidate.tolist()],
                {"legacy": np.log(legacy).mean(), "candidate": np.log(candidate).mean(), "delta": logs.mean(),
                 "low": logs.mean() - half, "high": logs.mean() + half})


def calibration_error(right, probability):
    """Naeini and others 2015: ten bins of equal width."""
    bins = np.minimum((probability * 10).astype(int), 9)
    return sum(abs(right[bins == b].mean() - probability[bins == b].mean()) * (bins == b).mean() for b in np.unique(bins))


def of_classes(right, predicted, average):
    return {"accuracy": accuracy_score(right, predicted),
            "balanced_accuracy": balanced_accuracy_score(right, predicted),
            "precision": precision_score(right, predicted, average=average, zero_division=0),
            "recall": recall_score(right, predicted, average=average, zero_division=0),
            "f1": f1_score(right, predicted, average=average, zero_division=0),
            "mcc": matthews_corrcoef(right, predicted), "kappa": cohen_kappa_score(right, predicted)}


def classes():
    """Of three classes with a probability of each; one side gives lists of labelled scores, the other an object."""
    n, names = some(300), ["ant", "bee", "cat"]
    right = RANDOM.integers(0, 3, n)

    def scored(skill):
        shares = RANDOM.dirichlet(np.ones(3) * .7, n)
        shares[np.arange(n), right] += skill * RANDOM.random(n)
        shares = np.round(shares / shares.sum(axis=1, keepdims=True), 4)
        shares[:, 2] = np.round(1 - shares[:, 0] - shares[:, 1], 4)
        return shares

    sides = {"legacy": scored(.5), "candidate": scored(1.5)}
    predicted = {side: shares.argmax(axis=1) for side, shares in sides.items()}
    write("classes", [{
        "label": names[right[i]],
        "legacy": {"pred": names[predicted["legacy"][i]],
                   "prob": [{"label": name, "score": share} for name, share in zip(names, sides["legacy"][i])]},
        "candidate": {"pred": names[predicted["candidate"][i]], "prob": dict(zip(names, sides["candidate"][i]))}}
        for i in range(n)])
    EXPECTED["classes"] = {side: {
        **of_classes(right, predicted[side], "macro"),
        "roc_auc_ovr_macro": roc_auc_score(right, shares / shares.sum(axis=1, keepdims=True), multi_class="ovr"),
        "log_loss": log_loss(right, shares), "brier_multi": np.mean(((shares - np.eye(3)[right]) ** 2).sum(axis=1)),
        "ece10_top": calibration_error(shares.argmax(axis=1) == right, shares.max(axis=1))}
        for side, shares in sides.items()}


def chances():
    """Of two classes, with probabilities that are often the same, and on the edges of bins."""
    n = some(300)
    right = RANDOM.integers(0, 2, n)
    sides = {side: np.clip(np.round(RANDOM.beta(2, 2, n) * .6 + .4 * skill * right, 1), 0, 1)
             for side, skill in (("legacy", .5), ("candidate", 1))}
    write("chances", [{"label": int(right[i]), **{
        side: {"pred": int(shares[i] >= .5), "prob": shares[i]} for side, shares in sides.items()}} for i in range(n)])
    EXPECTED["chances"] = {side: {
        **of_classes(right, (shares >= .5).astype(int), "binary"),
        "specificity": recall_score(right, (shares >= .5).astype(int), pos_label=0),
        "roc_auc": roc_auc_score(right, shares), "pr_auc_ap": average_precision_score(right, shares),
        "brier": brier_score_loss(right, shares), "log_loss": log_loss(right, shares),
        "ece10": calibration_error(right, shares)} for side, shares in sides.items()}


for part in (clusters, masks, survival, boxes, splits, corrected, earlier_figures, votes, clicks, times, classes, chances):
    part()
with open(f"{DIRECTORY}/expected.json", "w") as file:
    json.dump(EXPECTED, file, indent=1)
with open(f"{DIRECTORY}/formulas.json", "w") as file:
    json.dump(FORMULAS, file, separators=(",", ":"))
