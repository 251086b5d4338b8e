#!/usr/bin/env bash
# Installs what TicketFirst is compared with into .bench/. Quiet, and done at once, where it is there already.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/../.."

# .bench/python: what all peers in Python run with.
install_python() {
    local lock=bench/peers/requirements.lock environment=.bench/python
    if cmp --silent "$lock" "$environment/installed.lock"; then
        return
    fi
    python3 -m venv --clear "$environment"
    "$environment/bin/pip" install --quiet --disable-pip-version-check --require-hashes --requirement "$lock"
    cp "$lock" "$environment/installed.lock" # last, so that an installation that broke off is made again
}

# Peers that need more than Python bring a script of their own.
install_others() {
    local script
    for script in bench/peers/*/install.sh; do
        if [ -x "$script" ]; then
            "$script"
        fi
    done
}

install_python
install_others
