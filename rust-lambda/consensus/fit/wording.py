#!/usr/bin/env python3
"""Make the weights by which answers in words are compared and picked.

    cargo build --release --example wording
    python3 wording.py DATA ../../target/release/examples/wording ../src

DATA is the folder of the measuring data; numpy is needed. Only developer parts under Apache-2.0 are read: open-qa
for src/similarity/pair_weights.rs and src/text/brief_weights.rs, wildbench for src/text/quality_weights.rs. The weights
of brief rest on those of pairs: run it, build again, and run it once more. The report on standard error is
cross-validated by item (five folds).
"""
import gzip
import json
import random
import subprocess
import sys

import numpy as np

FOLDS = 5
PAIR_RIDGE = 3.0
BRIEF_RIDGE = 100.0
QUALITY_RIDGE = 500.0
SUBPANELS = 4  # random panels of 5 to 8 members drawn from each wildbench item


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def described(example, panels):
    lines = "\n".join(json.dumps(panel) for panel in panels) + "\n"
    output = subprocess.run([example], input=lines, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in output.splitlines()]


def panel(number, kind, question, answers):
    opinions = [{"expert": str(place), "answer": answer} for place, answer in answers]
    return {"id": str(number), "kind": kind, "question": question, "opinions": opinions}


def logistic(x, y, ridge):
    """Weights with the intercept first, by Newton's method; the intercept is not shrunk."""
    z = np.c_[np.ones(len(x)), x]
    weights = np.zeros(z.shape[1])
    shrink = np.eye(z.shape[1]) * ridge
    shrink[0, 0] = 1e-9
    for _ in range(40):
        p = 1 / (1 + np.exp(-z @ weights))
        hessian = (z * (p * (1 - p))[:, None]).T @ z + shrink
        weights -= np.linalg.solve(hessian, z.T @ (p - y) + shrink @ weights)
    return weights


def auroc(scores, y):
    _, inverse, counts = np.unique(scores, return_inverse=True, return_counts=True)
    ranks = (np.cumsum(counts) - (counts - 1) / 2)[inverse]
    right, wrong = y.sum(), len(y) - y.sum()
    return (ranks[y == 1].sum() - right * (right + 1) / 2) / (right * wrong)


def write(path, what, data, weights):
    values = ", ".join(f"{value:.4f}" for value in weights)
    with open(path, "w", encoding="utf-8") as file:
        file.write(f"//! {what}, fitted by `fit/wording.py` on the developer part of {data} (Apache-2.0).\n\n")
        file.write(f"/// In the order of the features.\npub const WEIGHTS: [f64; {len(weights)}] = [{values}];\n")


def fit_pairs(items, found, fold, source):
    """Both right = the same, one right = different; two wrong answers may be either and are left out."""
    x, y, of_fold = [], [], []
    for item, line, number in zip(items, found, fold):
        for i, j, features in line.get("pairs", []):
            a, b = item["ok"][i], item["ok"][j]
            if features is not None and (a or b):
                x.append(features)
                y.append(float(a and b))
                of_fold.append(number)
    x, y, of_fold = np.array(x), np.array(y), np.array(of_fold)
    scores = np.zeros(len(y))
    for number in range(FOLDS):
        weights = logistic(x[of_fold != number], y[of_fold != number], PAIR_RIDGE)
        scores[of_fold == number] = weights[0] + x[of_fold == number] @ weights[1:]
    weights = logistic(x, y, PAIR_RIDGE)
    print(f"pairs: {len(y)}, AUROC {auroc(scores, y):.4f}, weights {weights.round(3)}", file=sys.stderr)
    write(f"{source}/similarity/pair_weights.rs", "Weights of the pair score, the intercept first", "open-qa", weights)


def fit_brief(items, found, fold, source):
    """Differences of a right and a wrong answer to one question (Bradley and Terry)."""
    x, of_fold = [], []
    for item, line, number in zip(items, found, fold):
        answers = list(zip(line.get("votes", []), line.get("brief", [])))
        for a, right in answers:
            for b, wrong in answers:
                if item["ok"][a] > item["ok"][b]:
                    x.append(np.array(right) - wrong)
                    of_fold.append(number)
    x, of_fold = np.array(x), np.array(of_fold)

    def fitted(rows_):
        both = np.concatenate([rows_, -rows_])
        return logistic(both, np.r_[np.ones(len(rows_)), np.zeros(len(rows_))], BRIEF_RIDGE)[1:]

    picked = 0
    for number in range(FOLDS):
        weights = fitted(x[of_fold != number])
        for item, line, at in zip(items, found, fold):
            if at == number and "brief" in line:
                picked += item["ok"][line["votes"][int(np.argmax(np.array(line["brief"]) @ weights))]]
    weights = fitted(x)
    print(f"brief: pick of all {picked / sum('brief' in line for line in found):.4f}, weights {weights.round(3)}", file=sys.stderr)
    write(f"{source}/text/brief_weights.rs", "Weights of short answers in words", "open-qa", weights)


def fit_quality(data, example, source):
    items = rows(f"{data}/free-text/wildbench-dev.jsonl.gz")
    draw = random.Random(1)
    panels, scores, fold = [], [], []
    for number, item in enumerate(items):
        for _ in range(SUBPANELS):
            places = draw.sample(range(len(item["a"])), draw.randint(5, 8))
            panels.append(panel(len(panels), "text", None, [(place, item["a"][place]) for place in places]))
            scores.append([item["s"][place] for place in places])
            fold.append(number % FOLDS)
    xs, ys, folds = [], [], []
    for line, s, number in zip(described(example, panels), scores, fold):
        near = np.array(line["near"])
        s = np.array([s[vote] for vote in line["votes"]], float)[near]
        if len(s) < 2 or s.std() < 1e-9:
            continue
        # Where the texts are versions of one text the form does not decide, and teaches nothing.
        part = 1 - line["versions"]
        xs.append(np.array(line["quality"])[near] * part)
        ys.append((s - s.mean()) / s.std() * part)
        folds.append(np.full(len(s), number))
    x, y, of_fold = np.concatenate(xs), np.concatenate(ys), np.concatenate(folds)

    def ridge(x, y):
        return np.linalg.solve(x.T @ x + QUALITY_RIDGE * np.eye(x.shape[1]), x.T @ y)

    guess = np.zeros(len(y))
    for number in range(FOLDS):
        guess[of_fold == number] = x[of_fold == number] @ ridge(x[of_fold != number], y[of_fold != number])
    weights = ridge(x, y)
    left = 1 - ((y - guess) ** 2).sum() / (y**2).sum()
    print(f"quality: R2 {left:.4f}, weights {weights.round(3)}", file=sys.stderr)
    write(f"{source}/text/quality_weights.rs", "Weights of long texts", "wildbench", weights)


def main(data, example, source):
    items = rows(f"{data}/open-qa/evouna-dev.jsonl.gz")
    fold = [number % FOLDS for number in range(len(items))]
    found = described(example, [panel(item["id"], "short", item["q"], list(enumerate(item["a"]))) for item in items])
    fit_pairs(items, found, fold, source)
    fit_brief(items, found, fold, source)
    fit_quality(data, example, source)


main(*sys.argv[1:])
