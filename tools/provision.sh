#!/usr/bin/env bash
# Installs the Debian packages that `make test` needs; nothing to do is quick and silent.
set -euo pipefail

packages=(
    postgresql-15                          # the oldest supported server
    postgresql-15-pgtap                    # the tests' language
    postgresql-15-plpgsql-check            # static checks and statement coverage of PL/pgSQL
    libtap-parser-sourcehandler-pgtap-perl # pg_prove
    sqitch                                 # deploys the plan
    libdbd-pg-perl                         # sqitch's driver
    haproxy                                # the proxy that gateways are restarted behind
    wrk                                    # the load of `make bench`
    chromium                               # the browser that the test of /docs reads the page with
)

missing=()
for package in "${packages[@]}"; do
    if [[ "$(dpkg-query --show --showformat='${db:Status-Status}' "$package" 2>/dev/null)" != installed ]]; then
        missing+=("$package")
    fi
done
# Debian's own python3 comes without what `python3 -m venv` needs.
if ! python3 -c 'import ensurepip' 2>/dev/null; then
    missing+=(python3-venv)
fi
if ((${#missing[@]} == 0)); then
    exit 0
fi

as_root=()
if ((EUID != 0)); then
    if ! command -v sudo >/dev/null || ! sudo -v; then
        echo "make test needs Debian packages that are not installed. As root, run:" >&2
        echo "    apt-get update && apt-get install --no-install-recommends ${missing[*]}" >&2
        exit 1
    fi
    as_root=(sudo)
fi

echo "Installing Debian packages: ${missing[*]}"

# The tests start their own servers: the package shall not make one that listens on 5432.
setting=/etc/postgresql-common/createcluster.d/ticketfirst.conf
trap '"${as_root[@]}" rm -f "$setting"' EXIT
"${as_root[@]}" mkdir -p "${setting%/*}"
"${as_root[@]}" tee "$setting" >/dev/null <<<'create_main_cluster = false'

"${as_root[@]}" apt-get update -qq
"${as_root[@]}" env DEBIAN_FRONTEND=noninteractive \
    apt-get install --yes --no-install-recommends -qq "${missing[@]}"
