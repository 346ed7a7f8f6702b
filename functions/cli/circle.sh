#!/usr/bin/env bash
# `circle` from a bare clone, for hooks and builds: installs what it needs when it first runs, with the Node that comes along.
# Exits 2 where that fails: for a gate, 1 would mean that the circle has said no.
set -euo pipefail
home="$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)"

if [ ! -e "$home/node_modules/.package-lock.json" ]; then
  echo "circle: installing its packages (once)" >&2
  npm ci --prefix "$home" --omit=dev --ignore-scripts --prefer-offline --no-audit --no-fund --loglevel=error >&2 || {
    echo "circle: its packages could not be installed" >&2
    exit 2
  }
fi

node="$home/node_modules/.bin/node"
[ -x "$node" ] || node=node
if ! "$node" -e 'process.exit(process.versions.node.split(".")[0] >= 24 ? 0 : 1)'; then
  echo "circle: Node 24 or newer is needed" >&2
  exit 2
fi
exec "$node" "$home/functions/cli/circle.ts" "$@"
