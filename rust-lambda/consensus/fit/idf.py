#!/usr/bin/env python3
"""Make src/similarity/idf.txt: general word weights for similarity.

    python3 idf.py DATA > ../src/similarity/idf.txt

DATA is the folder of the measuring data. Only developer parts under Apache-2.0 are read: the answers of
open-qa and the outputs of wildbench. Weight = ln((1 + texts) / (1 + texts that hold the word)).
"""
import collections
import gzip
import json
import math
import re
import sys
import unicodedata

PARTS = ["open-qa/evouna-dev.jsonl.gz", "free-text/wildbench-dev.jsonl.gz"]
WORDS = 1500  # further words are rarer than all listed and share one weight
STOP_RATE = 0.08  # words in more than this part of the texts say nothing


def tokens(text):
    text = unicodedata.normalize("NFKD", text.lower())
    text = "".join(c for c in text if not unicodedata.combining(c)).replace("'", "").replace("\u2019", "")
    # Numbers are never common words: "2" may be the whole answer.
    return {word for word in re.findall(r"[^\W_]+", text) if not word[0].isdigit()}


def main(data):
    counts, texts = collections.Counter(), 0
    for part in PARTS:
        with gzip.open(f"{data}/{part}", "rt", encoding="utf-8") as lines:
            for line in lines:
                for answer in json.loads(line)["a"]:
                    # An output's first words weigh like a short answer, so that long texts do not rule.
                    counts.update(tokens(answer[:400]))
                    texts += 1
    print(f"# word weight; made by fit/idf.py from the developer parts of {', '.join(PARTS)}")
    for word, count in sorted(counts.most_common(WORDS), key=lambda item: (-item[1], item[0])):
        weight = math.log((1 + texts) / (1 + count))
        print(word, "0.2" if count > STOP_RATE * texts else f"{weight:.2f}")


main(sys.argv[1])
