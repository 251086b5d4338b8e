#!/usr/bin/env bash
# Fetches the pinned Swagger UI through npm and checks it; with a version, takes that one and pins it.
set -euo pipefail

here=$(realpath "${BASH_SOURCE[0]%/*}/../gateway/documentation/docs_assets/swagger-ui")
files=(swagger-ui-bundle.js swagger-ui-bundle.js.LICENSE.txt swagger-ui.css favicon-32x32.png LICENSE NOTICE)
pinned=$(grep -oE 'swagger-ui-dist@[0-9.]+[0-9]' "$here/README.md")
wanted=${1:+swagger-ui-dist@$1}
wanted=${wanted:-$pinned}

command -v npm >/dev/null || { echo "make docs-assets needs npm" >&2; exit 1; }
folder=$(mktemp -d)
trap 'rm -rf "$folder"' EXIT
cd "$folder"
npm pack --silent "$wanted" >/dev/null
tar --extract --gzip --strip-components=1 --file ./*.tgz

if [[ "$wanted" == "$pinned" ]]; then
    sha256sum --quiet --strict --check "$here/SHA256SUMS"
else
    sha256sum "${files[@]}" >"$here/SHA256SUMS"
    sed -i "s/$pinned/$wanted/" "$here/README.md"
fi
install --mode=644 "${files[@]}" "$here"
echo "$wanted: as gateway/documentation/docs_assets/swagger-ui/SHA256SUMS says"
