"""What every answer has, whatever was asked; and the endpoints that are not the helpdesk's own."""

import json
import re
import time
from collections.abc import Iterator

import httpx
import psycopg
import pytest

from gateway.endpoints import ENDPOINTS, Endpoint
from tests.conftest import GATEWAY, Database
from tests.desk import Desk, refused
from tests.examples import EXAMPLES, READS, name, send
from tests.gateways import Served, first_token, serving
from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy

SERVICE = ["/healthz", "/readyz", "/problems/ticket-not-found", "/openapi.json", "/docs"]
PATHS = {endpoint.path: {other.method for other in ENDPOINTS if other.path == endpoint.path} for endpoint in ENDPOINTS}
ALLOWED = {path: methods | {"OPTIONS"} | ({"HEAD"} if "GET" in methods else set()) for path, methods in PATHS.items()}
ALLOWED |= {path: {"GET", "HEAD", "OPTIONS"} for path in SERVICE}
METHODS = {"GET", "HEAD", "OPTIONS", "POST", "PUT", "PATCH", "DELETE", "TRACE"}
EACH_ITS_OWN = {"date", "x-request-id", "server-timing"}
TIMING = re.compile(r"database;dur=(\d+\.\d+), lane;dur=(\d+\.\d+)")


def filled(path: str) -> str:
    """Give a path with a number for each parameter."""
    return re.sub(r"\{\w+\}", "1", path)


def timing(answer: httpx.Response) -> tuple[float, float]:
    """Give the milliseconds that a request spent in the database, and waiting for a lane."""
    found = TIMING.fullmatch(answer.headers["server-timing"])
    assert found, answer.headers["server-timing"]
    return float(found[1]), float(found[2])


def told(answer: httpx.Response) -> dict[str, str]:
    """Give the headers that do not differ from answer to answer."""
    return {header: value for header, value in answer.headers.items() if header not in EACH_ITS_OWN}


@pytest.fixture(scope="module")
def anybody(gateway: Served) -> Iterator[httpx.Client]:
    """A client without a token."""
    with httpx.Client(base_url=gateway.url) as http:
        yield http


def test_health(anybody: httpx.Client) -> None:
    """The process and the database are well; nobody needs a token to ask."""
    answer = anybody.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "ok"})
    ready = anybody.get("/readyz")
    assert (ready.status_code, ready.json()["status"], ready.json()["postgresql"][:3]) == (200, "ok", "18.")


@pytest.mark.parametrize("path", ALLOWED)
def test_which_methods_a_path_has(anybody: httpx.Client, path: str) -> None:
    """405 with Allow for the others, the same with OPTIONS; no token is needed to learn that."""
    for method in METHODS - ALLOWED[path]:
        answer = anybody.request(method, filled(path), content=b"{")
        if method == "HEAD":
            assert (answer.status_code, answer.content) == (405, b"")
        else:
            refused(answer, 405, "method_not_allowed")
        assert set(answer.headers["allow"].split(", ")) == ALLOWED[path]
    answer = anybody.options(filled(path))
    assert (answer.status_code, answer.content) == (204, b"")
    assert set(answer.headers["allow"].split(", ")) == ALLOWED[path]
    assert timing(answer) == (0, 0)
    assert answer.headers["x-request-id"]


@pytest.mark.parametrize("endpoint", READS, ids=name)
def test_head_is_get_without_a_body(desk: Desk, endpoint: Endpoint) -> None:
    """The same status and headers, the length included."""
    path = EXAMPLES[endpoint.function](desk).path
    got, head = desk.http.get(path), desk.http.head(path)
    assert (head.status_code, head.content, told(head)) == (200, b"", told(got))
    assert int(head.headers["content-length"]) == len(got.content)


@pytest.mark.parametrize("path", SERVICE)
def test_head_of_the_service(anybody: httpx.Client, path: str) -> None:
    """The same."""
    got, head = anybody.get(path), anybody.head(path)
    assert (head.status_code, head.content) == (200, b"")
    assert told(head).keys() == told(got).keys()
    assert head.headers["content-type"] == got.headers["content-type"]


def test_head_of_what_is_not_there(desk: Desk) -> None:
    """404, as GET would say it, without the words."""
    got, head = desk.http.get("/v1/tickets/4242"), desk.http.head("/v1/tickets/4242")
    assert (got.status_code, head.status_code, head.content) == (404, 404, b"")
    assert head.headers["content-type"] == "application/problem+json"


@pytest.mark.parametrize(
    "path",
    [
        "/v1",
        "/v1/",
        "/v2/tickets",
        "/v1/ticket",
        "/v1/Tickets",
        "/v1//tickets",
        "/v1/tickets/",
        "/v1/tickets/1/",
        "/v1/tickets/1/comments/",
        "/v1/tickets//comments",
        "/v1/tokens/1/restore",
        "/v1/*/1",
        "/nothing",
        "/healthz/",
        "/docs/",
    ],
)
def test_what_is_not_there(desk: Desk, anybody: httpx.Client, path: str) -> None:
    """404 to every method, and no redirect: a slash at the end makes another path, an empty segment is no id."""
    for method in METHODS - {"HEAD"}:
        refused(anybody.request(method, path), 404, "path_not_found")
    refused(desk.http.get(path), 404, "path_not_found")


@pytest.mark.parametrize("endpoint", ENDPOINTS, ids=name)
def test_every_answer_tells_its_time(desk: Desk, endpoint: Endpoint) -> None:
    """That in the database is more than none, for what is done and for what the database refuses."""
    example = EXAMPLES[endpoint.function](desk)
    bad = {"authorization": "Bearer tf_unknown"}
    for answer in (send(desk.http, endpoint, example), send(desk.http, endpoint, example, **bad)):
        database, lane = timing(answer)
        assert 0 < database < 5000
        assert 0 < lane < 5000


def test_what_asks_no_database_takes_no_time_there(desk: Desk, anybody: httpx.Client) -> None:
    """And what does, does: the service's own endpoints too."""
    for answer in (anybody.get("/healthz"), anybody.get("/v1/tickets"), desk.http.get("/v1/tickets?limit=0")):
        assert timing(answer) == (0, 0)
    for path in ("/readyz", "/problems/ticket-not-found", "/problems/nothing-like-it"):
        assert min(timing(anybody.get(path))) > 0
    slow = timing(desk.http.get("/v1/tickets", params={"subject": "printer"}))
    assert min(slow) > 0


@pytest.mark.parametrize("given", ["a", "7" * 128, "{\"a\":'b'}", "0b9b7c2e-0f5a-4a5e-8f6c-0a4f5f2f9a11", "!~"])
def test_a_sane_request_id_is_taken(desk: Desk, anybody: httpx.Client, given: str) -> None:
    """Into the answer, the problem and the journal."""
    header = {"X-Request-Id": given}
    for path in ("/healthz", "/nothing", "/docs"):
        assert anybody.get(path, headers=header).headers["x-request-id"] == given
    assert refused(anybody.get("/v1/tickets", headers=header), 401, "credentials_missing")["request_id"] == given
    body = {"subject": "Smoke", "client_id": desk.client()["id"]}
    ticket = desk.http.post("/v1/tickets", json=body, headers=header)
    assert ticket.headers["x-request-id"] == given
    assert [event["request_id"] for event in desk.events(ticket.json()["id"])] == [given]


@pytest.mark.parametrize("given", [b"", b"two words", b"7" * 129, "ü".encode(), b"tab\there"])
def test_another_is_made_anew(desk: Desk, given: bytes) -> None:
    """And stands in the journal."""
    body = {"subject": "Smoke", "client_id": desk.client()["id"]}
    answer = desk.http.post("/v1/tickets", json=body, headers={b"x-request-id": given})
    made = answer.headers["x-request-id"]
    assert made != given.decode("latin-1")
    assert re.fullmatch(r"[\x21-\x7e]{1,128}", made)
    assert [event["request_id"] for event in desk.events(answer.json()["id"])] == [made]


def test_what_never_becomes_a_request(anybody: httpx.Client) -> None:
    """It has an id and its times all the same."""
    answer = anybody.request("NONSENSE", "/healthz")
    refused(answer, 400, "request_malformed")
    assert timing(answer) == (0, 0)


def test_no_two_requests_have_the_same_id(desk: Desk, anybody: httpx.Client) -> None:
    """Whoever answers them."""
    answers = [anybody.get(path) for path in ("/healthz", "/nothing", "/v1/tickets", "/docs") for _ in range(10)]
    answers += [desk.http.get("/v1/tickets") for _ in range(10)]
    assert len({answer.headers["x-request-id"] for answer in answers}) == len(answers)


def test_each_request_has_a_line_in_the_log(desk: Desk, gateway: Served) -> None:
    """With its id and its times; without its query and its token."""
    known = {"X-Request-Id": "known-by-this"}
    answer = desk.http.get("/v1/tickets", params={"subject": "s3cret"}, headers=known)
    deadline = time.monotonic() + 5
    while "known-by-this" not in gateway.output.read_text() and time.monotonic() < deadline:
        time.sleep(0.02)
    text = gateway.output.read_text()
    lines = [json.loads(line) for line in text.splitlines() if "known-by-this" in line]
    assert len(lines) == 1
    expected = {"request_id": "known-by-this", "method": "GET", "path": "/v1/tickets", "status": 200}
    assert lines[0] | expected == lines[0]
    assert (lines[0]["database_ms"], lines[0]["lane_ms"]) == timing(answer)
    assert "s3cret" not in text
    assert gateway.token not in text


def test_without_the_plan(anybody: httpx.Client, database18: Database) -> None:
    """A database that is not this helpdesk's any more is no database."""
    with psycopg.connect(database18.url(), autocommit=True) as session:
        session.execute("ALTER FUNCTION api.health() RENAME TO unwell")
        refused(anybody.get("/readyz"), 503, "database_unavailable")
        session.execute("ALTER FUNCTION api.unwell() RENAME TO health")
    assert anybody.get("/readyz").status_code == 200


def test_without_postgresql(request: pytest.FixtureRequest) -> None:
    """The process is well and says that the database is not; when it is back, so is everything."""
    cluster = Cluster.start(EMBEDDED)
    request.addfinalizer(cluster.stop)
    deploy(cluster, "helpdesk")
    database = Database(cluster, "helpdesk")
    with (
        serving(database.url(GATEWAY), first_token(database.url()), lane_seconds=0.2) as served,
        served.client() as http,
    ):
        cluster.kill()
        assert http.get("/healthz").status_code == 200
        asked = ("/readyz", "/v1/tickets", "/problems/ticket-not-found")
        for path in asked:
            answer = http.get(path)
            refused(answer, 503, "database_unavailable")
            assert answer.headers["retry-after"] == "1"
        assert http.get("/problems/lock-timeout").status_code == 200
        cluster.restart()
        deadline = time.monotonic() + 10
        while http.get("/readyz").status_code != 200 and time.monotonic() < deadline:
            time.sleep(0.02)
        assert [http.get(path).status_code for path in asked] == [200] * 3
