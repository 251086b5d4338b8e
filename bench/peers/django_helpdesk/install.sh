#!/usr/bin/env bash
# Puts django-helpdesk into a virtual environment of its own, .bench/django. Does nothing where it is there already.
set -euo pipefail
here=$(cd "$(dirname "${BASH_SOURCE[0]}")" && pwd)
target=$(cd "$here/../../.." && pwd)/.bench/django

if cmp --silent "$here/requirements.lock" "$target/installed"; then
    exit 0
fi
mkdir -p "$(dirname "$target")"
python3 -m venv --clear "$target"
"$target/bin/pip" install --quiet --quiet --disable-pip-version-check --require-hashes --no-deps --only-binary=:all: \
    --requirement "$here/requirements.lock"
"$target/bin/python" -m compileall -q "$target/lib" || true
cp "$here/requirements.lock" "$target/installed"
