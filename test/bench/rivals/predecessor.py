"""The formulae of the predecessor, in plain Python, as its documents and sources describe them.

PC1 to PC7 are the rows of the checklist that describe them. They are here to be timed on the same work; nothing of the product
uses them. An expert's statement about its own confidence, which they rest on, is made up from its place in the line.
"""
import json
import math
import re
from collections import Counter

WORD = re.compile(r"[a-z0-9$.]+")
SENTENCE = re.compile(r"(?<=[.!?])\s+")


def responses_of(line):
    """Expert, text and self-stated confidence of each opinion of a line of JSON."""
    panel = json.loads(line)
    return [
        {"expert": opinion["expert"], "text": opinion["answer"] or "", "confidence": 0.55 + 0.05 * (at % 8)}
        for at, opinion in enumerate(panel["opinions"])
    ]


def words_of(text):
    return WORD.findall(text.lower())


def set_cosine(a, b):
    """PC7: what the predecessor labels TF-IDF, without weights."""
    return len(a & b) / math.sqrt(len(a) * len(b)) if a and b else 0.0


def jaccard(a, b):
    union = len(a | b)
    return len(a & b) / union if union else 0.0


def count_cosine(a, b):
    dot = sum(count * b.get(word, 0) for word, count in a.items())
    norms = math.sqrt(sum(count * count for count in a.values()) * sum(count * count for count in b.values()))
    return dot / norms if norms else 0.0


def levenshtein_similarity(a, b):
    """PC7: 1 - distance / length of the longer."""
    previous = list(range(len(b) + 1))
    for i, x in enumerate(a, 1):
        current = [i]
        for j, y in enumerate(b, 1):
            current.append(min(previous[j] + 1, current[j - 1] + 1, previous[j - 1] + (x != y)))
        previous = current
    return 1 - previous[-1] / max(len(a), len(b), 1)


def bigrams(text):
    return {text[at : at + 2] for at in range(len(text) - 1)}


def matrix(prepared, similarity):
    n = len(prepared)
    values = [[1.0] * n for _ in range(n)]
    for i in range(n):
        for j in range(i):
            values[i][j] = values[j][i] = similarity(prepared[i], prepared[j])
    return values


def mean(values):
    return sum(values) / len(values)


def variance(values):
    average = mean(values)
    return mean([(value - average) ** 2 for value in values])


def shared_recommendations(responses):
    """PC1: the share of distinct recommendations that half of the experts give in the same letters."""
    given = Counter(sentence.lower().strip() for one in responses for sentence in set(SENTENCE.split(one["text"])))
    key_points = [sentence for sentence, count in given.most_common() if count >= len(responses) / 2][:10]
    dissent = [sentence for sentence, count in given.items() if count == 1][:5]
    return key_points, dissent, len(given)


def level(score, high, medium):
    return "high" if score >= high else "medium" if score >= medium else "low"


def cluster(similarities, threshold=0.7):
    """PC5: greedy clusters."""
    clusters = []
    for at in range(len(similarities)):
        home = next((one for one in clusters if mean([similarities[at][other] for other in one]) >= threshold), None)
        if home is None:
            clusters.append([at])
        else:
            home.append(at)
    return clusters


def consensus(line):
    """PC1 to PC6 on one line: similarity matrix, clusters, pick, dissent and the scores."""
    responses = responses_of(line)
    stated = [one["confidence"] for one in responses]
    similarities = matrix([set(words_of(one["text"])) for one in responses], set_cosine)
    clusters = sorted(cluster(similarities), key=len, reverse=True)
    winner = max(clusters[0], key=lambda at: stated[at])
    phrases = Counter(word for one in responses for word in words_of(one["text"]) if len(word) > 4).most_common(5)
    key_points, dissent, distinct = shared_recommendations(responses)
    first = 0.6 * mean(stated) + 0.4 * len(key_points) / max(1, distinct) if len(responses) > 1 else stated[0]
    second = 0.6 * mean(stated) + 0.4 * (1 - min(variance(stated), 1))
    spread = variance(stated)
    third = "high" if spread < 0.05 and mean(stated) > 0.7 else "medium" if spread < 0.1 and mean(stated) > 0.5 else "low"
    centre = max(range(len(responses)), key=lambda i: sum(row * c for row, c in zip(similarities[i], stated)))
    return json.dumps(
        {
            "answer": responses[winner]["text"],
            "pick": responses[winner]["expert"],
            "centre": responses[centre]["expert"],
            "phrases": [word for word, _ in phrases],
            "confidence": min(1, mean(stated) + min(0.2, len(responses) / 10)),
            "levels": [level(first, 0.7, 0.5), level(second, 0.8, 0.5), third],
            "dissent": dissent + [responses[max(one, key=lambda at: stated[at])]["expert"] for one in clusters[1:]],
            "clusters": [[responses[at]["expert"] for at in one] for one in clusters],
        }
    )


def similarity(line):
    """PC7: the similarity it uses for its decisions."""
    texts = [one["text"] for one in responses_of(line)]
    return json.dumps(matrix([set(words_of(text)) for text in texts], set_cosine))


def all_similarities(line):
    """PC7: all five of its similarities but Levenshtein."""
    texts = [one["text"] for one in responses_of(line)]
    words = [words_of(text) for text in texts]
    return json.dumps(
        [
            matrix([set(each) for each in words], set_cosine),
            matrix([set(each) for each in words], jaccard),
            matrix([bigrams(text.lower()) for text in texts], jaccard),
            matrix([Counter(each) for each in words], count_cosine),
        ]
    )


def levenshtein(line):
    return json.dumps(matrix([one["text"] for one in responses_of(line)], levenshtein_similarity))


def aggregate(line):
    """PC4: exact de-duplication, mean of the stated confidences, agreement if four of five say the same."""
    responses = responses_of(line)
    counts = Counter(one["text"].strip().lower() for one in responses)
    answer, votes = counts.most_common(1)[0] if counts else (None, 0)
    score = mean([one["confidence"] for one in responses]) if responses else 0
    return json.dumps(
        {
            "answer": answer,
            "share": votes / max(1, len(responses)),
            "agreed": votes >= 0.8 * len(responses),
            "score": score,
            "level": "moderate" if score > 0.6 else "low",
        }
    )


def patterns(lines):
    """PC7: themes, outliers, trend and polarisation over a history of lines."""
    insights, means = [], []
    for line in lines:
        responses = responses_of(line)
        words = [words_of(one["text"]) for one in responses]
        themes = Counter(word for each in words for word in set(each) if len(word) > 4).most_common(3)
        similarities = matrix([set(each) for each in words], set_cosine)
        central = [mean(row) for row in similarities]
        average, deviation = mean(central), math.sqrt(variance(central))
        outliers = [
            responses[at]["expert"] for at, value in enumerate(central) if deviation and abs(value - average) / deviation > 2
        ]
        kind = "agreement" if deviation < 0.1 else "polarised" if deviation > 0.3 else "mixed"
        insights.append({"themes": [word for word, _ in themes], "outliers": outliers, "kind": kind})
        means.append(average)
    middle = (len(means) - 1) / 2
    slope = sum((at - middle) * value for at, value in enumerate(means)) / max(1, sum((at - middle) ** 2 for at in range(len(means))))
    return json.dumps({"insights": insights, "trend": slope})
