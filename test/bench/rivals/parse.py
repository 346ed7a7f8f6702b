"""Times the Python parsers of one language: parse.py LANGUAGE SECONDS FILE... Prints a JSON list, one entry a parser."""
import io
import json
import sys
import time


def hcl(text):
    import hcl2

    return hcl2.load(io.StringIO(text))


def parsers(language):
    if language == "json":
        return [("json", json.loads)]
    if language == "hcl":
        return [("python-hcl2", hcl)]
    import yaml

    def composed(loader):
        # Nodes know their lines, as ours do.
        return lambda text: list(yaml.compose_all(text, Loader=loader))

    fast = [("PyYAML with libyaml", composed(yaml.CSafeLoader))] if yaml.__with_libyaml__ else []
    return [("PyYAML", composed(yaml.SafeLoader)), *fast]


language, seconds, *paths = sys.argv[1:]
texts = [open(path, encoding="utf-8").read() for path in paths]
size = sum(len(text.encode()) for text in texts)
found = []
for name, parse in parsers(language):
    parse(texts[0])
    since, rounds = time.perf_counter(), 0
    while rounds == 0 or time.perf_counter() - since < float(seconds):
        for text in texts:
            parse(text)
        rounds += 1
    found.append({"name": name, "bytes": size * rounds, "seconds": time.perf_counter() - since})
print(json.dumps(found))
