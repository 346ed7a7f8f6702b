#!/usr/bin/env python3
"""Make src/coefficients.rs: logistic maps from evidence to the chance of being right.

    cargo build --release --example evidence
    python3 confidence.py DATA ../../target/release/examples/evidence > ../src/coefficients.rs

DATA is the folder of the measuring data. Only developer parts under Apache-2.0 are read: the named panels of
mmlu-pro and short-answer, and open-qa. Every panel weighs the same. Coefficients (but that of words) that come out negative are set to zero and
the rest is fitted again, so that confidence falls when a supporter turns away. The report on standard error
gives Brier scores in sample and with one data source left out.
"""
import gzip
import json
import math
import random
import subprocess
import sys

NAMES = ["intercept", "share", "margin", "coverage", "supporters", "level", "nearness", "words"]
LINES = 1000  # lines a panel at most
RIDGE = 1e-3


def rows(path):
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        return [json.loads(line) for line in lines]


def short_panels(data):
    meta = json.load(open(f"{data}/short-answer/meta.json"))
    for source in ("gsm", "math-l5", "crux"):
        items = rows(f"{data}/short-answer/{source}-dev.jsonl.gz")
        models = meta[source]["models"]
        for members in meta["panels"].values():
            places = [models.index(member) for member in members]
            lines = [panel(row["id"], "short", None, [(place, row["a"][place]) for place in places], row["q"]) for row in items]
            truth = [lambda pick, _, row=row: bool(row["ok"][int(pick)]) for row in items]
            yield source, lines, truth


def choice_panels(data):
    meta = json.load(open(f"{data}/mmlu-pro/meta.json"))
    items = rows(f"{data}/mmlu-pro/votes-dev.jsonl.gz")
    for members in meta["panels"].values():
        places = [meta["models"].index(member) for member in members]
        lines = []
        for row in items:
            votes = [(place, None if row["v"][place] in "-." else row["v"][place]) for place in places]
            lines.append(panel(row["id"], "choice", list("ABCDEFGHIJ"[: row["n"]]), votes, None))
        yield "mmlu-pro", lines, [lambda _, answer, row=row: answer == row["gold"] for row in items]


def open_panels(data):
    items = rows(f"{data}/open-qa/evouna-dev.jsonl.gz")
    lines = [panel(row["id"], "short", None, list(enumerate(row["a"])), row["q"]) for row in items]
    # One panel among twenty would hardly count: it stands for a source of its own, as the five of each other.
    for _ in range(5):
        yield "open-qa", lines, [lambda pick, _, row=row: bool(row["ok"][int(pick)]) for row in items]


def panel(name, kind, options, votes, question):
    opinions = [{"expert": str(place), "answer": answer} for place, answer in votes]
    return {"id": str(name), "question": question, "kind": kind, "options": options, "opinions": opinions}


def evidence(program, lines):
    text = "".join(json.dumps(line) + "\n" for line in lines)
    out = subprocess.run([program], input=text, capture_output=True, text=True, check=True).stdout
    return [json.loads(line) for line in out.splitlines()]


def gather(data, program, which, verdict):
    panels = []
    for make in (short_panels, choice_panels, open_panels):
        for source, lines, truth in make(data):
            found = [(row[which], float(right(*row[verdict]))) for row, right in zip(evidence(program, lines), truth) if row[which]]
            random.Random(7).shuffle(found)
            panels.append((source, found[:LINES]))
    return panels


def probability(weights, pieces):
    total = weights[0] + sum(w * x for w, x in zip(weights[1:], pieces))
    return 1 / (1 + math.exp(-max(-30, min(30, total))))


def solve(matrix, right):
    size = len(right)
    table = [row[:] + [value] for row, value in zip(matrix, right)]
    for i in range(size):
        pivot = max(range(i, size), key=lambda k: abs(table[k][i]))
        table[i], table[pivot] = table[pivot], table[i]
        for k in range(size):
            if k != i:
                factor = table[k][i] / table[i][i]
                table[k] = [a - factor * b for a, b in zip(table[k], table[i])]
    return [table[i][size] / table[i][i] for i in range(size)]


def newton(panels, free):
    weights = [0.0] * len(NAMES)
    for _ in range(12):
        gradient = [-RIDGE * weights[k] for k in free]
        hessian = [[RIDGE * (i == j) for j in free] for i in free]
        for _, found in panels:
            for pieces, right in found:
                p = probability(weights, pieces)
                full = [1.0] + pieces
                for i, k in enumerate(free):
                    gradient[i] += (right - p) * full[k] / len(found)
                    for j, m in enumerate(free):
                        hessian[i][j] += p * (1 - p) * full[k] * full[m] / len(found)
        for k, step in zip(free, solve(hessian, gradient)):
            weights[k] += step
    return weights


def fit(panels, pieces):
    free = list(pieces)
    while True:
        weights = newton(panels, free)
        negative = [k for k in free if 0 < k < 7 and weights[k] < 0]
        if not negative:
            return weights
        free.remove(min(negative, key=lambda k: weights[k]))


def brier(panels, weights):
    return sum(sum((probability(weights, x) - y) ** 2 for x, y in found) / len(found) for _, found in panels) / len(panels)


def main(data, program):
    print("//! Made by `fit/confidence.py` from the developer parts of mmlu-pro, short-answer and open-qa; do not edit.")
    for name, which, verdict, pieces, note in (
        ("ALONE", "alone", "agree", (0, 1, 2, 3, 4, 6, 7), "lines that stand alone"),
        ("JOINTLY", "jointly", "infer", (0, 1, 2, 3, 4, 5, 6, 7), "lines under `infer`"),
    ):
        panels = gather(data, program, which, verdict)
        weights = fit(panels, pieces)
        left_out = []
        for source in sorted({source for source, _ in panels}):
            rest = fit([one for one in panels if one[0] != source], pieces)
            left_out.append(f"{source} {brier([one for one in panels if one[0] == source], rest):.3f}")
        print(f"{name}: Brier in sample {brier(panels, weights):.4f}; left out {', '.join(left_out)}", file=sys.stderr)
        print(f"\n/// {', '.join(NAMES)}: {note}.")
        print(f"pub const {name}: [f64; {len(NAMES)}] = [{', '.join(f'{weight:.3f}' for weight in weights)}];")


main(sys.argv[1], sys.argv[2])
