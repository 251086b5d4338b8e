"""Take the pictures of /docs that the documentation shows: `make docs-picture`."""

import sys

from playwright.sync_api import FloatRect, Page

from tests.desk import Desk
from tests.gateways import Served, first_token, serving
from tools.browser import browser, wall
from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy
from tools.shell import ROOT, CheckError

DATABASE = "helpdesk"
OVERVIEW = ROOT / "docs" / "docs-page.png"
TRIED = ROOT / "docs" / "docs-page-tried.png"
MARGIN = 12
HEADING = 30  # "Server response", above the table


def main() -> int:
    """Write both pictures."""
    cluster = Cluster.start(EMBEDDED)
    try:
        deploy(cluster, DATABASE)
        token = first_token(cluster.url(DATABASE))
        with (
            serving(cluster.url(DATABASE, "ticketfirst_gateway"), token) as served,
            served.client() as http,
            wall() as standing,
            browser(served.port, standing) as running,
        ):
            desk = Desk(http)
            desk.ticket(subject="Printer on fire", client_id=desk.client(name="Anna Feld")["id"])
            take(running.new_page(viewport={"width": 1200, "height": 820}), served)
    finally:
        cluster.stop()
    for path in (OVERVIEW, TRIED):
        print(f"written: {path.relative_to(ROOT)}, {path.stat().st_size // 1024} kB")
    return 0


def take(page: Page, served: Served) -> None:
    """Take the page as it opens, and what "Try it out" shows."""
    page.goto(f"{served.url}/docs")
    page.get_by_role("button", name="Authorize").click()
    dialog = page.locator(".dialog-ux")
    dialog.get_by_role("textbox").fill(served.token)
    dialog.get_by_role("button", name="Apply credentials").click()
    dialog.get_by_role("button", name="Close").last.click()
    page.mouse.move(0, 0)
    page.screenshot(path=OVERVIEW, animations="disabled")
    listing = page.locator("#operations-tickets-ticket_page")
    listing.locator(".opblock-summary-control").click()
    listing.get_by_role("button", name="Try it out").click()
    listing.get_by_role("button", name="Execute").click()
    # Not the command line above it, which has the token.
    box = listing.locator(".live-responses-table").bounding_box()
    assert box is not None
    clip: FloatRect = {
        "x": box["x"] - MARGIN,
        "y": box["y"] + page.evaluate("scrollY") - HEADING,
        "width": box["width"] + 2 * MARGIN,
        "height": box["height"] + HEADING,
    }
    page.screenshot(path=TRIED, full_page=True, clip=clip)


if __name__ == "__main__":
    try:
        sys.exit(main())
    except CheckError as problem:
        sys.exit(str(problem))
