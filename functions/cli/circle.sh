#!/usr/bin/env bash
# `circle` from a bare clone or as a package's command, for hooks and builds: installs what it needs when it first runs, with the Node
# that comes along. Exits 2 where it cannot start: for a gate, 1 would mean that experts have said no.
set -uo pipefail

refuse() {
  echo "circle: $1" >&2
  exit 2
}

# Node opens the null device in place of a closed stream: nobody would read what a gate says, and nothing would fail.
case " $* " in
  *" review "*) { : 3>&1; } 2>/dev/null || refuse "standard output is closed: nobody could read the review" ;;
esac

# A package manager links to this file from a folder of commands.
self="${BASH_SOURCE[0]}"
while [ -L "$self" ]; do
  target="$(readlink "$self")" || refuse "the link $self cannot be read"
  case "$target" in
    /*) self="$target" ;;
    *) self="$(dirname "$self")/$target" ;;
  esac
done
home="$(cd "$(dirname "$self")/../.." && pwd)" || refuse "its folder cannot be found"

# A clone in which somebody develops keeps the packages for that.
install() {
  echo "circle: installing its packages" >&2
  local omit=--omit=dev
  ! grep -qs '"dev": true' "$home/node_modules/.package-lock.json" || omit=--include=dev
  npm ci --prefix "$home" "$omit" --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error >&2 ||
    refuse "its packages could not be installed"
}

# Only a clone brings a lock file; what somebody else installed brings its packages along.
[ ! -e "$home/package-lock.json" ] || [ -e "$home/node_modules/.package-lock.json" ] || install

# The Node that came along: in a clone below it, in an installed package beside it.
node=node
for each in "$home/node_modules/.bin/node" "$home/../.bin/node"; do
  if [ -x "$each" ]; then
    node="$each"
    break
  fi
done

# 10: this Node is too old; 11: a clone has moved on, and what is installed is not what it asks for.
check='
if (process.versions.node.split(".")[0] < 24) process.exit(10);
const { existsSync, readFileSync } = require("fs");
process.chdir(process.argv[1]);
const packages = (file) => JSON.parse(readFileSync(file, "utf8")).packages;
if (existsSync("package-lock.json")) {
  const installed = packages("node_modules/.package-lock.json");
  for (const [path, { version, dev, optional, devOptional }] of Object.entries(packages("package-lock.json"))) {
    if (path && !dev && !optional && !devOptional && (!existsSync(path) || !installed[path] || installed[path].version !== version)) process.exit(11);
  }
}'
"$node" -e "$check" "$home"
case $? in
  0) ;;
  10) refuse "Node 24 or newer is needed" ;;
  11) install ;;
  *) refuse "Node does not start; look at NODE_OPTIONS" ;;
esac
exec "$node" --disable-warning=ExperimentalWarning "$home/functions/cli/start.mjs" "$@"
