"""The page /docs: Swagger UI, pinned and served from here, so that the browser needs no other host.

The path of an asset has a digest of its content: what is there never changes, and a browser keeps it for good. The
links are relative, so the page also works behind a proxy that adds a prefix. No file is read before it is asked for.
"""

from __future__ import annotations

import hashlib
from functools import cache
from pathlib import Path

from fastapi import APIRouter, Request, Response
from fastapi.responses import FileResponse, RedirectResponse

from gateway.documentation.documented import Documentation
from gateway.problems import own

FOLDER = Path(__file__).parent / "docs_assets"
SWAGGER_UI = FOLDER / "swagger-ui"
ASSETS = {
    path.name: path
    for path in (
        SWAGGER_UI / "swagger-ui-bundle.js",
        SWAGGER_UI / "swagger-ui.css",
        SWAGGER_UI / "favicon-32x32.png",
        FOLDER / "page.js",
        FOLDER / "page.css",
    )
}
MEDIA_TYPES = {".css": "text/css", ".js": "text/javascript", ".png": "image/png"}
# Swagger UI draws with pictures inside its style sheet (data:). Of scripts and styles it needs none inside the page.
POLICY = (
    "default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; form-action 'none'; "
    "frame-ancestors 'none'"
)
HEADERS = {"x-content-type-options": "nosniff"}
PAGE_HEADERS = HEADERS | {
    "cache-control": "no-cache",
    "content-security-policy": POLICY,
    "referrer-policy": "no-referrer",
}
PAGE = """<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>TicketFirst: the API</title>
<link rel="icon" type="image/png" href="{links[favicon-32x32.png]}">
<link rel="stylesheet" href="{links[swagger-ui.css]}">
<link rel="stylesheet" href="{links[page.css]}">
<script defer src="{links[swagger-ui-bundle.js]}"></script>
<script defer src="{links[page.js]}"></script>
</head>
<body>
<div id="swagger-ui"></div>
<noscript>This page needs JavaScript. What it shows is <a href="openapi.json">openapi.json</a>.</noscript>
</body>
</html>
"""

router = APIRouter(include_in_schema=False)


@router.api_route("/", methods=["GET", "HEAD"])
def root() -> Response:
    """Lead a browser to the page."""
    return RedirectResponse("docs", headers=HEADERS)


@router.api_route("/docs", methods=["GET", "HEAD"])
def page() -> Response:
    """Give the page, with links to the assets as they are now."""
    links = {name: f"docs/assets/{digest(path)}/{name}" for name, path in ASSETS.items()}
    return Response(PAGE.format(links=links), media_type="text/html", headers=PAGE_HEADERS)


@router.get("/openapi.json")
def document(request: Request) -> Response:
    """Give the OpenAPI document; not being a coroutine, this runs in a thread."""
    documented: Documentation = request.app
    return Response(documented.document, media_type="application/json")


@router.api_route("/docs/assets/{given}/{name}", methods=["GET", "HEAD"])
def asset(request: Request, given: str, name: str) -> Response:
    """Give one of the few files that there are, from the disk. Raises Problem."""
    path = ASSETS.get(name)
    if path is None or given != digest(path):
        raise own("path_not_found")
    etag = f'"{given}"'
    headers = HEADERS | {"cache-control": "public, max-age=31536000, immutable", "etag": etag}
    if etag in request.headers.get("if-none-match", ""):
        return Response(status_code=304, headers=headers)
    return FileResponse(path, media_type=MEDIA_TYPES[path.suffix], headers=headers)


@cache
def digest(path: Path) -> str:
    """Give the beginning of the SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()[:16]
