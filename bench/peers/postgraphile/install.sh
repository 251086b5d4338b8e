#!/usr/bin/env bash
# Puts PostGraphile and the Node.js it runs on into .bench/postgraphile. Does nothing where they are there already.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$(cd "$here/../../.." && pwd)/.bench/postgraphile

if cmp --silent "$here/package-lock.json" "$target/installed.json"; then
    exit 0
fi
mkdir -p "$target"
rm -f "$target/installed.json"
cp "$here/package.json" "$here/package-lock.json" "$target/"
# No package needs its scripts: Node.js itself is a package like the others, with its hash in the lock.
npm ci --prefix "$target" --ignore-scripts --no-audit --no-fund --loglevel=error >/dev/null
cp "$here/package-lock.json" "$target/installed.json"
