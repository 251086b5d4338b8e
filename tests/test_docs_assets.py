"""What /docs is made of, as HTTP gives it: nothing from elsewhere, and the pinned files as they are."""

import hashlib
import re
from pathlib import Path

import httpx
import pytest

from gateway.documentation.docs_page import ASSETS, POLICY, SWAGGER_UI
from tests.gateways import Served

PINNED = re.findall(r"swagger-ui-dist@([0-9.]+[0-9])", (SWAGGER_UI / "README.md").read_text())


def test_the_page_lets_a_browser_ask_nobody_else(gateway: Served) -> None:
    """Not even what is written into the page may run: scripts and styles come from the assets alone."""
    answer = httpx.get(f"{gateway.url}/docs")
    assert answer.status_code == 200
    assert answer.headers["content-type"] == "text/html; charset=utf-8"
    assert answer.headers["content-security-policy"] == POLICY
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "no-referrer"
    assert answer.headers["cache-control"] == "no-cache"
    assert "unsafe" not in POLICY
    assert POLICY.startswith("default-src 'self';")
    assert "//" not in answer.text + POLICY, "an address outside"
    assert not re.search(r"<style|<script[^>]*>[^<]|\son\w+=|\sstyle=", answer.text)


def test_an_asset_is_kept_for_good(gateway: Served) -> None:
    """Its path has a digest of its content, and so has its ETag."""
    links = re.findall(r'(?:src|href)="(docs/assets/([0-9a-f]{16})/([^"]+))"', httpx.get(f"{gateway.url}/docs").text)
    assert {name for _, _, name in links} == set(ASSETS)
    for link, digest, name in links:
        answer = httpx.get(f"{gateway.url}/{link}")
        assert hashlib.sha256(answer.content).hexdigest().startswith(digest)
        assert answer.content == ASSETS[name].read_bytes()
        kinds = {".js": "text/javascript; charset=utf-8", ".css": "text/css; charset=utf-8", ".png": "image/png"}
        assert answer.headers["content-type"] == kinds[Path(name).suffix]
        assert answer.headers["content-length"] == str(len(answer.content))
        assert answer.headers["cache-control"] == "public, max-age=31536000, immutable"
        assert answer.headers["etag"] == f'"{digest}"'
        assert answer.headers["x-content-type-options"] == "nosniff"
        again = httpx.get(f"{gateway.url}/{link}", headers={"If-None-Match": answer.headers["etag"]})
        assert (again.status_code, again.content) == (304, b"")
        head = httpx.head(f"{gateway.url}/{link}")
        assert (head.status_code, head.content) == (200, b"")
        assert head.headers["content-length"] == answer.headers["content-length"]


@pytest.mark.parametrize(
    "path",
    [
        "{digest}/LICENSE",
        "{digest}/README.md",
        "{digest}/swagger-ui-bundle.js.map",
        "{digest}/page.js",
        "{digest}/",
        "0000000000000000/swagger-ui.css",
        "swagger-ui.css",
        "",
        "{digest}/../../../app.py",
        "{digest}/..%2f..%2fapp.py",
        "{digest}/%2e%2e%2f%2e%2e%2fapp.py",
        "..%2f..%2fapp.py/swagger-ui.css",
        "{digest}/%2fetc%2fpasswd",
        "{digest}/..%5c..%5capp.py",
        "{digest}/swagger-ui.css%00",
    ],
)
def test_nothing_else_is_served(gateway: Served, path: str) -> None:
    """Other names, other digests and ways out of the folder: 404, as the rest of the API says it."""
    digest = hashlib.sha256(ASSETS["swagger-ui.css"].read_bytes()).hexdigest()[:16]
    raw = f"/docs/assets/{path.format(digest=digest)}".encode()
    answer = httpx.get(httpx.URL(gateway.url).copy_with(raw_path=raw))
    assert answer.status_code == 404
    assert answer.headers["content-type"] == "application/problem+json"
    assert answer.json()["type"] == "/problems/path-not-found"


def test_the_files_are_those_that_are_pinned() -> None:
    """Nobody has changed them by hand; `make docs-assets` fetches them again."""
    lines = (SWAGGER_UI / "SHA256SUMS").read_text().splitlines()
    sums = {name: digest for digest, name in (line.split() for line in lines)}
    assert len(PINNED) == 1
    there = {path.name for path in SWAGGER_UI.iterdir()} - {"README.md", "SHA256SUMS"}
    assert there == set(sums)
    for name, digest in sums.items():
        assert hashlib.sha256((SWAGGER_UI / name).read_bytes()).hexdigest() == digest, name
