"""Times the Python rivals of one task: measure.py TASK LINES.jsonl. Prints a JSON list, one entry a rival.

A rival gets the lines as text and gives text or numbers back, as the product's own command does; it runs inside this process,
so it pays for no process border. Imports and reading the file are left out of its time.
"""
import json
import sys
import time

import predecessor


def each(work, lines):
    return lambda: [work(line) for line in lines]


def sklearn_tfidf(lines):
    from sklearn.feature_extraction.text import TfidfVectorizer
    from sklearn.metrics.pairwise import cosine_similarity

    def one(line):
        texts = [opinion["answer"] for opinion in json.loads(line)["opinions"]]
        return json.dumps(cosine_similarity(TfidfVectorizer().fit_transform(texts)).tolist())

    return each(one, lines)


def crowd_kit(lines, make):
    import pandas

    def run():
        rows = [
            (panel["id"], opinion["expert"], opinion["answer"])
            for panel in map(json.loads, lines)
            for opinion in panel["opinions"]
        ]
        answers = make().fit_predict(pandas.DataFrame(rows, columns=["task", "worker", "label"]))
        return json.dumps(answers.to_dict())

    return run


def rivals_of(task, lines):
    """Name, number of lines that it works on, and the work."""
    if task == "consensus":
        return [("predecessor, PC1 to PC6", len(lines), each(predecessor.consensus, lines))]
    if task == "similarity":
        few = lines[:2]
        return [
            ("predecessor, set cosine (PC7)", len(lines), each(predecessor.similarity, lines)),
            ("predecessor, four similarities (PC7)", len(lines), each(predecessor.all_similarities, lines)),
            ("predecessor, Levenshtein (PC7)", len(few), each(predecessor.levenshtein, few)),
            ("scikit-learn TF-IDF cosine", len(lines), sklearn_tfidf(lines)),
        ]
    if task == "patterns":
        return [("predecessor, themes, outliers, trend (PC7)", len(lines), lambda: predecessor.patterns(lines))]
    from crowdkit.aggregation import DawidSkene, MajorityVote, Wawa

    return [
        ("predecessor, exact de-duplication (PC4)", len(lines), each(predecessor.aggregate, lines)),
        ("crowd-kit MajorityVote", len(lines), crowd_kit(lines, MajorityVote)),
        ("crowd-kit Wawa", len(lines), crowd_kit(lines, Wawa)),
        ("crowd-kit DawidSkene, 100 rounds", len(lines), crowd_kit(lines, lambda: DawidSkene(n_iter=100))),
    ]


def main():
    task, file = sys.argv[1:]
    with open(file, encoding="utf-8") as stream:
        lines = stream.read().splitlines()
    figures = []
    for name, count, work in rivals_of(task, lines):
        wall, processor = time.perf_counter(), time.process_time()
        work()
        figures.append({"name": name, "lines": count, "seconds": time.perf_counter() - wall, "processorSeconds": time.process_time() - processor})
    print(json.dumps(figures))


main()
