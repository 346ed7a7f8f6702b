#!/usr/bin/env python3
"""Make src/coefficients.rs: logistic maps from evidence to the chance of being right.

    cargo build --release --example evidence
    python3 confidence.py DATA ../../target/release/examples/evidence > ../src/coefficients.rs

DATA is the folder of the measuring data. Only developer parts under Apache-2.0 are read: the named panels of
mmlu-pro and short-answer, and open-qa. Every panel weighs the same. Coefficients (but that of words) that come out negative are set to zero and
the rest is fitted again, so that confidence falls when a supporter turns away. The report on standard error
gives Brier score, calibration error and area under the risk-coverage curve (means over the panels but open-qa),
in sample and with one data source left out.
"""
import gzip
import json
import math
import random
import subprocess
import sys

ALONE = ["share", "margin", "coverage", "supporters", "unanimous", "nearness", "words"]
MODEL = ["coverage", "belief", "log-odds of the belief", "log-odds of the best supporter", "unanimous"]
LINES = 800  # lines a panel at most
ROUNDS = 9
RIDGE = 1e-3
VERDICTS = ("agree", "infer", "learn")


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


def gather(data, program):
    """Rows of every panel, run once for all maps: (source, [(row, {verdict: right})])."""
    panels = []
    for make in (short_panels, choice_panels, open_panels):
        seen = None
        for source, lines, truth in make(data):
            if source != "open-qa" or seen is None:
                rows_ = evidence(program, lines)
                seen = [(row, {verdict: float(right(*row[verdict])) for verdict in VERDICTS}) for row, right in zip(rows_, truth)]
                random.Random(7).shuffle(seen)
            panels.append((source, seen))
    return panels


def select(panels, which, verdict):
    """Pieces of evidence and whether the verdict was right, of the panels that have such evidence."""
    found = [(source, [(row[which], right[verdict]) for row, right in rows_ if row[which]][:LINES]) for source, rows_ in panels]
    return [one for one in found if one[1]]


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


def newton(panels, free, size):
    weights = [0.0] * (size + 1)
    for _ in range(ROUNDS):
        gradient = [-RIDGE * weights[k] for k in free]
        hessian = [[RIDGE * (i == j) for j in free] for i in free]
        for _, found in panels:
            for pieces, right in found:
                p = probability(weights, pieces)
                full = [1.0] + pieces
                slope, bend = (right - p) / len(found), p * (1 - p) / len(found)
                for i, k in enumerate(free):
                    gradient[i] += slope * full[k]
                    part = bend * full[k]
                    if part:
                        for j, m in enumerate(free):
                            hessian[i][j] += part * full[m]
        for k, step in zip(free, solve(hessian, gradient)):
            weights[k] += step
    return weights


def fit(panels, names):
    free = list(range(len(names) + 1))
    while True:
        weights = newton(panels, free, len(names))
        negative = [k for k in free if k and names[k - 1] != "words" and weights[k] < 0]
        if not negative:
            return weights
        free.remove(min(negative, key=lambda k: weights[k]))


def measures(found, weights):
    """Brier score, expected calibration error over ten bins, area under the risk-coverage curve."""
    rated = sorted(((probability(weights, pieces), right) for pieces, right in found), key=lambda one: -one[0])
    brier = sum((p - right) ** 2 for p, right in rated) / len(rated)
    bins, wrong, area = [0.0] * 10, 0.0, 0.0
    for at, (p, right) in enumerate(rated, 1):
        bins[min(9, int(p * 10))] += p - right
        wrong += 1 - right
        area += wrong / at / len(rated)
    return brier, sum(map(abs, bins)) / len(rated), area


def mean(rows_):
    return " ".join(f"{sum(column) / len(rows_):.4f}" for column in zip(*rows_))


def main(data, program):
    print("//! Made by `fit/confidence.py` from the developer parts of mmlu-pro, short-answer and open-qa; do not edit.")
    gathered = gather(data, program)
    for name, which, verdict, names, note in (
        ("ALONE", "alone", "agree", ALONE, "lines that stand alone"),
        ("JOINTLY", "jointly", "infer", MODEL, "lines under `infer`"),
        ("LEARNT", "learnt", "learn", MODEL, "lines weighed with what earlier lines taught"),
    ):
        panels = select(gathered, which, verdict)
        if names is MODEL:  # answers in words are counted plainly: a few lines of that source reach a model
            panels = [one for one in panels if one[0] != "open-qa"]
        weights = fit(panels, names)
        inside = [measures(found, weights) for source, found in panels if source != "open-qa"]
        outside = []
        for source in sorted({source for source, _ in panels} - {"open-qa"}):
            rest = fit([one for one in panels if one[0] != source], names)
            outside += [measures(found, rest) for other, found in panels if other == source]
        print(f"{name}: Brier, ECE, AURC in sample {mean(inside)}; source left out {mean(outside)}", file=sys.stderr)
        print(f"\n/// intercept, {', '.join(names)}: {note}.")
        print(f"pub const {name}: [f64; {len(weights)}] = [{', '.join(f'{weight:.3f}' for weight in weights)}];")


main(sys.argv[1], sys.argv[2])
