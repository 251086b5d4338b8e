"""/docs, in the browser that Debian has: it needs nothing from elsewhere, and what it offers works."""

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import httpx
import pytest
from playwright.sync_api import Browser, Error, Locator, Page, Route, expect

from gateway.documentation.docs_page import ASSETS
from tests.desk import Desk
from tests.gateways import Served
from tests.test_docs_assets import PINNED
from tools import browser as browsers
from tools.browser import Wall, browser, wall
from tools.ports import free_port
from tools.shell import CheckError

UNAUTHORIZED = "error: Failed to load resource: the server responded with a status of 401 (Unauthorized)"

expect.set_options(timeout=30_000)  # as patient as playwright is with everything else


@dataclass
class Visit:
    """A page that is looked at: what it asked for, and what the browser complained about."""

    served: Served
    page: Page
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)

    def watch(self) -> None:
        """Write down every request and every complaint from now on."""
        self.page.on("request", lambda request: self.requests.append(f"{request.method} {request.url}"))
        self.page.on("requestfailed", lambda request: self.complaints.append(f"{request.url}: {request.failure}"))
        self.page.on("websocket", lambda socket: self.complaints.append(f"websocket {socket.url}"))
        self.page.on("pageerror", lambda error: self.complaints.append(f"exception: {error}"))
        self.page.on("console", lambda message: self.complaints.append(f"{message.type}: {message.text}"))

    def open(self, path: str = "/docs") -> None:
        """Go to the page."""
        self.page.goto(self.served.url + path)
        expect(self.page.get_by_text("List tickets")).to_be_visible()

    def authorize(self) -> None:
        """Enter the administrator's token in the dialog."""
        self.page.get_by_role("button", name="Authorize").first.click()
        dialog = self.page.locator(".dialog-ux")
        dialog.get_by_role("textbox").fill(self.served.token)
        dialog.get_by_role("button", name="Apply credentials").click()
        dialog.get_by_role("button", name="Close").last.click()
        expect(dialog).to_have_count(0)

    def try_out(self, operation: str, body: object = None) -> "Tried":
        """Unfold an operation, press "Try it out", and "Execute"."""
        block = self.page.locator(f".opblock[id$=-{operation}]")
        block.locator(".opblock-summary-control").click()
        block.get_by_role("button", name="Try it out").click()
        if body is not None:
            block.locator("textarea.body-param__text").fill(json.dumps(body))
        block.get_by_role("button", name="Execute").click()
        return Tried(block.locator(".live-responses-table tbody tr.response"))


@dataclass
class Tried:
    """The answer as the page shows it."""

    row: Locator

    @property
    def status(self) -> int:
        """The status."""
        return int(self.row.locator(".response-col_status").inner_text().split()[0])

    @property
    def headers(self) -> str:
        """The headers."""
        return self.row.locator("pre").last.inner_text()

    @property
    def body(self) -> Any:
        """The body."""
        return json.loads(self.row.locator("pre").first.inner_text())


@pytest.fixture(scope="module")
def standing() -> Iterator[Wall]:
    """What stands between the browser and everything but the gateway."""
    with wall() as standing:
        yield standing


@pytest.fixture(scope="module")
def chromium(gateway: Served, standing: Wall) -> Iterator[Browser]:
    """The browser, which fails where it is missing: to skip would show nothing."""
    with browser(gateway.port, standing) as running:
        yield running


@pytest.fixture
def visit(gateway: Served, chromium: Browser) -> Iterator[Visit]:
    """A page of a browser that has never been anywhere; at the end, nothing came from elsewhere or went wrong."""
    context = chromium.new_context()
    visit = Visit(gateway, context.new_page())
    visit.watch()
    yield visit
    context.close()
    assert visit.complaints == []
    elsewhere = [request for request in visit.requests if not request.split()[1].startswith(f"{gateway.url}/")]
    assert elsewhere == []


def test_the_browser_reaches_nothing_but_the_gateway(gateway: Served, chromium: Browser, standing: Wall) -> None:
    """Neither a name nor another port of this machine: both end at the wall."""
    page = chromium.new_page()
    other = f"127.0.0.1:{free_port()}"
    for address in ("http://elsewhere.invalid/", f"http://{other}/", "https://elsewhere.invalid/"):
        with pytest.raises(Error, match=r"ERR_(EMPTY_RESPONSE|TUNNEL_CONNECTION_FAILED|CONNECTION_CLOSED)"):
            page.goto(address)
    assert {
        "GET http://elsewhere.invalid/ HTTP/1.1",
        f"GET http://{other}/ HTTP/1.1",
        "CONNECT elsewhere.invalid:443 HTTP/1.1",
    } <= set(standing.knocks)
    page.close()


def test_the_page_shows_every_operation_in_the_order_of_the_document(visit: Visit) -> None:
    """All tags unfolded, the version that is pinned, and nothing but its own assets asked for."""
    document = httpx.get(f"{visit.served.url}/openapi.json").json()
    assert document["openapi"].startswith("3.1")
    operations = [
        f"operations-{operation['tags'][0]}-{operation['operationId']}"
        for methods in document["paths"].values()
        for operation in methods.values()
    ]
    tags = [tag["name"] for tag in document["tags"]]

    visit.open()
    expect(visit.page).to_have_title("TicketFirst: the API")
    expect(visit.page.locator(".info .title")).to_contain_text("TicketFirst")
    blocks = visit.page.locator(".opblock")
    expect(blocks).to_have_count(len(operations))
    shown = [block.get_attribute("id") for block in blocks.all() if block.is_visible()]
    assert set(shown) == set(operations)
    assert (
        visit.page.locator(".opblock-tag").evaluate_all("all => all.map(one => one.dataset.tag)")[: len(tags)] == tags
    )
    for tag in tags:
        of_tag = [name for name in operations if name.startswith(f"operations-{tag}-")]
        assert [name for name in shown if name in of_tag] == of_tag, f"the order of {tag}"
    assert visit.page.evaluate("versions.swaggerUI.version") == PINNED[0]
    asked = [re.sub("[0-9a-f]{16}", "…", request.removeprefix(f"GET {visit.served.url}")) for request in visit.requests]
    assert sorted(asked) == sorted(["/docs", "/openapi.json", *(f"/docs/assets/…/{name}" for name in ASSETS)])


def test_a_token_lists_the_tickets(visit: Visit, desk: Desk) -> None:
    """Authorize, "Try it out", Execute; and the token stays when the page is loaded again."""
    ticket = desk.ticket(subject="The printer is on fire")
    visit.open()
    visit.authorize()
    visit.page.reload()
    tried = visit.try_out("ticket_page")
    assert tried.status == 200
    assert ticket in tried.body["items"]
    assert f"GET {visit.served.url}/v1/tickets" in visit.requests  # no field that was left empty is sent


def test_the_page_creates_tickets(visit: Visit, desk: Desk) -> None:
    """What the page proposes for a body is taken as it stands, and so is what is typed in."""
    client_id = desk.client()["id"]
    visit.open("/")  # which leads to the page
    assert visit.page.url == f"{visit.served.url}/docs"
    visit.authorize()
    proposed = visit.try_out("ticket_create")
    assert proposed.status == 201
    assert desk.read(f"/v1/tickets/{proposed.body['id']}")["subject"] == "Printer on fire"
    visit.open()
    typed = visit.try_out("ticket_create", {"subject": "Typed in the browser", "client_id": client_id})
    assert typed.status == 201
    assert desk.read(f"/v1/tickets/{typed.body['id']}") == typed.body
    assert typed.body["subject"] == "Typed in the browser"


def test_without_a_token_the_page_shows_the_problem(visit: Visit) -> None:
    """A refusal is as readable as an answer."""
    visit.open()
    tried = visit.try_out("ticket_page")
    assert tried.status == 401
    assert "content-type: application/problem+json" in tried.headers
    assert tried.body["type"] == "/problems/credentials-missing"
    assert visit.complaints == [UNAUTHORIZED]  # which Chromium says of every 401
    visit.complaints.clear()


def test_the_page_works_behind_a_prefix(visit: Visit) -> None:
    """A proxy may have the helpdesk at /desk: page, assets, document and operations are all asked for there."""
    prefix = f"{visit.served.url}/desk/"

    def proxy(route: Route) -> None:
        route.fulfill(response=route.fetch(url=route.request.url.replace(prefix, f"{visit.served.url}/")))

    visit.page.route(f"{prefix}**", proxy)
    visit.open("/desk/docs")
    visit.authorize()
    assert visit.try_out("ticket_page").status == 200
    assert [request for request in visit.requests if not request.startswith(f"GET {prefix}")] == []


def test_without_chromium_the_failure_says_what_installs_it(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    """An error, not a skipped test."""
    monkeypatch.setattr(browsers, "CHROMIUM", tmp_path / "chromium")
    with pytest.raises(CheckError, match="make test` installs it"), wall() as standing, browser(1, standing):
        raise AssertionError("there is no browser")
