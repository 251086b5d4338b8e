"""Before anything is measured: proof that all contenders do the same."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import islice

import httpx

from bench.compare import loads
from bench.compare.answers import Answer
from bench.compare.contender import KEY_MARK, Request
from bench.compare.fleet import Running
from bench.compare.requests import NUMBER, Keys
from bench.compare.work import Draw, Work, draws
from tools.shell import CheckError

DRAWS = 12  # rows that each work is tried with
SEED = 97
REFERENCE = "ticketfirst"
LIMITS = ("bare",)  # they have no rows: only that they answer is asked of them
SHOWN = 2000


def ask(one: Running, request: Request, number: str) -> bytes:
    """Send a request and give the answer's body. Raises CheckError where it is not a good one."""
    headers = {name: value.replace(KEY_MARK, number) for name, value in request.headers.items()}
    if request.body:
        headers = {"Content-Type": "application/json", **headers}
    url = f"http://127.0.0.1:{one.port}{request.path}"
    body = request.body.replace(KEY_MARK.encode(), number.encode())
    answer = httpx.request(request.method, url, headers=headers, content=body, timeout=30)
    raw = Answer.of_body(answer.content)
    if not answer.is_success or raw.has_errors:
        shown = f"{request.method} {request.path}\n{answer.status_code} {answer.text[:SHOWN]}"
        raise CheckError(f"{one.name} refuses a request:\n{shown}\nIts log ends with:\n{one.said()}")
    return answer.content


def prove(fleet: Sequence[Running], keys: Keys, tickets: int) -> Iterator[str]:
    """Compare everybody's answers with TicketFirst's; a line for each contender. Raises CheckError."""
    drawn = list(islice(draws(SEED, tickets), DRAWS))
    expected: dict[tuple[Work, Draw], Sequence[int]] = {}
    # Reads of all first: writes in the database that some share change what lists give.
    for one in sorted(fleet, key=lambda one: one.name != REFERENCE):
        for work in loads.READS:
            _read(one, work, drawn, expected)
    for one in fleet:
        done = [work for work in Work if _write(one, work, drawn, keys)]
        yield f"{one.contender.title}: {len(done)} of {len(Work)} works, {DRAWS} requests of each as they should be"


def _read(one: Running, work: Work, drawn: Sequence[Draw], expected: dict[tuple[Work, Draw], Sequence[int]]) -> None:
    for draw in drawn:
        request = one.contender.request(work, draw)
        if request is None:
            return
        body = ask(one, request, "0" * NUMBER)
        if one.name in LIMITS:
            continue
        found = list(one.contender.tickets(work, body))
        if found != expected.setdefault((work, draw), found):
            raise CheckError(f"{one.name} gives other tickets to {request.path}:\n{found}\n{expected[work, draw]}")


def _write(one: Running, work: Work, drawn: Sequence[Draw], keys: Keys) -> bool:
    """Write what is written, and say whether there is such a work."""
    for draw in drawn:
        request = one.contender.request(work, draw)
        if request is None:
            return False
        if work not in loads.READS:
            ask(one, request, keys.next().ljust(NUMBER, "0"))
    return True


def sample(one: Running, asked: Iterator[tuple[Work, Draw]], keys: Keys, count: int) -> None:
    """Send some requests one by one, and see that the answers are good ones. Raises CheckError with one that is not."""
    for work, draw in islice(asked, count):
        request = one.contender.request(work, draw)
        if request is not None:
            ask(one, request, keys.next().ljust(NUMBER, "0"))
