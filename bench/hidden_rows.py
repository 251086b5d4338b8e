"""Whether time tells a ticket that is there, and hidden, from one that never was.

`.venv/bin/python -m bench.hidden_rows`: a client asks for both in random order, over SQL in a loop inside the server
and over HTTP through one gateway. Told are the medians, their difference, and how likely a hidden one takes longer (one
half: no telling them apart), with the p value of the rank test of Mann and Whitney. The ids that never were lie between
those of the tickets, so that an index is equally deep. With `--bare`: without internal.ticket_conceal and its like.
"""

from __future__ import annotations

import http.client
import math
import random
import statistics
import sys
import time
from collections.abc import Callable, Mapping, Sequence

import psycopg

from tests.gateways import serving
from tools.cluster import EMBEDDED, Cluster
from tools.databases import deploy

DATABASE = "hidden_rows"
TICKETS = 20_000
SAMPLES = 4_000  # of each kind
GATEWAY = "ticketfirst_gateway"
TOKEN = "bench"
# Ids rise by 2: the even ones never were.
SEED = f"""
ALTER TABLE desk.ticket ALTER COLUMN id SET INCREMENT BY 2;
ALTER TABLE desk.comment ALTER COLUMN id SET INCREMENT BY 2;
ALTER TABLE desk.client ALTER COLUMN id SET INCREMENT BY 2;
ALTER TABLE desk.organisation ALTER COLUMN id SET INCREMENT BY 2;
INSERT INTO desk.agent (name, email) VALUES ('Ada', 'ada@desk.example');
INSERT INTO desk.client (name, email) SELECT 'Cleo', n || '@client.example' FROM generate_series(1, {TICKETS}) AS n;
INSERT INTO desk.organisation (name) SELECT 'Acme ' || n FROM generate_series(1, {TICKETS}) AS n;
INSERT INTO desk.organisation_member (organisation_id, client_id) VALUES (1, 1), (3, 5);
INSERT INTO desk.ticket (subject, client_id) SELECT 'Quokka on fire', 3 FROM generate_series(1, {TICKETS});
INSERT INTO desk.comment (ticket_id, author_agent_id, body)
SELECT t.id, 1, 'On my way' FROM desk.ticket AS t WHERE t.id < {TICKETS // 2};
INSERT INTO desk.api_token (client_id, name, token_hash) VALUES (1, 'bench', sha256(sha256('{TOKEN}')));
"""
# What evens out the time is emptied.
BARE = """
CREATE OR REPLACE FUNCTION internal.ticket_conceal(id bigint, rounds integer DEFAULT 1)
RETURNS void LANGUAGE plpgsql STABLE AS 'BEGIN END';
CREATE OR REPLACE FUNCTION internal.comment_conceal(id bigint, actor internal.actor, rounds integer DEFAULT 1)
RETURNS void LANGUAGE plpgsql STABLE AS 'BEGIN END';
CREATE OR REPLACE FUNCTION internal.client_conceal(id bigint, rounds integer DEFAULT 1)
RETURNS void LANGUAGE plpgsql STABLE AS 'BEGIN END';
CREATE OR REPLACE FUNCTION internal.organisation_conceal(id bigint, rounds integer DEFAULT 1)
RETURNS void LANGUAGE plpgsql STABLE AS 'BEGIN END';
"""
# One call after another in one transaction, as the gateway's role that a client has entered with.
LOOP = """
DO $$
DECLARE
    v_ids CONSTANT bigint[] := string_to_array(current_setting('bench.ids'), ' ')::bigint[];
    v_times text[] := '{{}}';
    v_start timestamptz;
BEGIN
    FOR i IN 1 .. cardinality(v_ids) LOOP
        v_start := clock_timestamp();
        BEGIN
            PERFORM {call};
        EXCEPTION WHEN SQLSTATE 'TF404' THEN
            NULL;
        END;
        v_times := v_times || cast(extract(epoch FROM clock_timestamp() - v_start) AS text);
    END LOOP;
    PERFORM set_config('bench.times', array_to_string(v_times, ' '), true);
END;
$$
"""
CALLS = {
    "ticket_get": "api.ticket_get(v_ids[i])",
    "comment_get": "api.comment_get(v_ids[i])",
    "comment_list": "api.comment_list(v_ids[i])",
    "ticket_history": "api.ticket_history(v_ids[i])",
    "client_get": "api.client_get(v_ids[i])",
    "organisation_get": "api.organisation_get(v_ids[i])",
    "ticket_update": 'api.ticket_update(v_ids[i], \'{"subject": "X"}\')',
}
PATHS = {"GET /v1/tickets/{id}": "/v1/tickets/{}", "GET /v1/comments/{id}": "/v1/comments/{}"}
WORDS = ("quokka", "okapi")


def order(seed: int) -> list[tuple[bool, int]]:
    """Give ids to be asked for, and whether a ticket hides there, in random order."""
    drawn = random.Random(seed)
    asked = [
        (hidden, 2 * drawn.randrange(2, TICKETS // 4) - hidden) for hidden in (True, False) for _ in range(SAMPLES)
    ]
    drawn.shuffle(asked)
    return asked


def rank_test(left: Sequence[float], right: Sequence[float]) -> tuple[float, float]:
    """Give how likely one of the left is greater than one of the right, and the p value of their being alike."""
    merged = sorted([(value, 0) for value in left] + [(value, 1) for value in right])
    rank_sum, ties, start = 0.0, 0.0, 0
    while start < len(merged):
        end = start
        while end < len(merged) and merged[end][0] == merged[start][0]:
            end += 1
        alike = end - start
        rank_sum += (start + end + 1) / 2 * sum(1 for _, side in merged[start:end] if side == 0)
        ties += alike**3 - alike
        start = end
    m, n = len(left), len(right)
    u = rank_sum - m * (m + 1) / 2
    deviation = math.sqrt(m * n / 12 * (m + n + 1 - ties / ((m + n) * (m + n - 1))))
    z = (u - m * n / 2) / deviation
    return u / (m * n), math.erfc(abs(z) / math.sqrt(2))


def tell(title: str, times: Sequence[tuple[bool, float]]) -> None:
    """Print the figures of one kind of call; times are in seconds."""
    hidden = [value * 1e6 for is_hidden, value in times if is_hidden]
    absent = [value * 1e6 for is_hidden, value in times if not is_hidden]
    medians = statistics.median(hidden), statistics.median(absent)
    chance, p = rank_test(hidden, absent)
    print(
        f"{title:<34} hidden {medians[0]:7.1f} µs  never {medians[1]:7.1f} µs  {medians[0] - medians[1]:+6.1f} µs"
        f"  P(hidden slower) {chance:.3f}  p {p:.2g}",
        flush=True,
    )


def over_sql(url: str, call: str) -> list[tuple[bool, float]]:
    """Time calls inside the server."""
    asked = order(1)
    with psycopg.connect(url) as session:
        session.execute("SELECT api.enter(sha256(%s))", [TOKEN.encode()])
        session.execute("SELECT set_config('bench.ids', %s, true)", [" ".join(str(identity) for _, identity in asked)])
        session.execute(LOOP.format(call=call).encode())
        row = session.execute("SELECT current_setting('bench.times')").fetchone()
    assert row is not None
    return [(hidden, float(value)) for (hidden, _), value in zip(asked, row[0].split(), strict=True)]


def over_http(port: int, path_of: Callable[[int], str], asked: Sequence[tuple[bool, int]]) -> list[tuple[bool, float]]:
    """Time requests on one connection."""
    connection = http.client.HTTPConnection("127.0.0.1", port)
    headers: Mapping[str, str] = {"Authorization": f"Bearer {TOKEN}"}
    times = []
    for hidden, identity in asked:
        path = path_of(identity)
        start = time.perf_counter()
        connection.request("GET", path, headers=headers)
        connection.getresponse().read()
        times.append((hidden, time.perf_counter() - start))
    return times


def main() -> int:
    """Measure and print."""
    cluster = Cluster.start(EMBEDDED, {"shared_buffers": "256MB"})
    try:
        deploy(cluster, DATABASE)
        with psycopg.connect(cluster.url(DATABASE), autocommit=True) as session:
            session.execute(SEED.encode())
            session.execute("VACUUM ANALYZE")
            if "--bare" in sys.argv[1:]:
                session.execute(BARE.encode())
        url = cluster.url(DATABASE, GATEWAY)
        for title, call in CALLS.items():
            tell(f"SQL, {title}", over_sql(url, call))
        with serving(url) as gateway:
            over_http(gateway.port, "/v1/tickets/{}".format, order(2)[:500])  # warm
            for title, path in PATHS.items():
                tell(f"HTTP, {title}", over_http(gateway.port, path.format, order(3)))
            words = [(hidden, int(hidden)) for hidden, _ in order(4)[: SAMPLES // 4]]
            found = over_http(gateway.port, lambda hidden: f"/v1/tickets?subject={WORDS[not hidden]}", words)
            tell("HTTP, words of hidden tickets", found)
    finally:
        cluster.stop()
    return 0


if __name__ == "__main__":
    sys.exit(main())
