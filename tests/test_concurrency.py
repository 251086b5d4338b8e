"""Rules that must hold while several sessions work at once, shown with real sessions."""

import json
import random
import time
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest
from psycopg import Connection

from tests.conftest import Database
from tests.sessions import all_at_once, outcome, refusal, wait_until_blocked

# Statements that link a ticket to a client or an agent, and such that let the client or agent go.
LINK_CLIENT = {
    "create": "SELECT api.ticket_create('Printer on fire', %(client)s)",
    "assign": "SELECT api.ticket_assign_client(%(ticket)s, %(client)s)",
    "insert": "INSERT INTO desk.ticket (subject, client_id) VALUES ('Printer on fire', %(client)s)",
}
LINK_AGENT = {
    "create": "SELECT api.ticket_create('Printer on fire', %(other)s, agent_id => %(agent)s)",
    "assign": "SELECT api.ticket_assign_agent(%(ticket)s, %(agent)s)",
    "update": "UPDATE desk.ticket SET agent_id = %(agent)s WHERE id = %(ticket)s",
}
PART_CLIENT = {
    "delete": "SELECT api.client_delete(%(client)s)",
    "update": "UPDATE desk.client SET deleted_at = now() WHERE id = %(client)s",
}
PART_AGENT = {
    "deactivate": """SELECT api.agent_update(%(agent)s, '{"active": false}')""",
    "update": "UPDATE desk.agent SET active = false WHERE id = %(agent)s",
    "update-deleted": "UPDATE desk.agent SET deleted_at = now() WHERE id = %(agent)s",
}
RACES = [
    *((f"client-{n}-{m}", link, part, "client") for n, link in LINK_CLIENT.items() for m, part in PART_CLIENT.items()),
    *((f"agent-{n}-{m}", link, part, "agent") for n, link in LINK_AGENT.items() for m, part in PART_AGENT.items()),
]
REFUSALS = {
    "client": ("TF409 client_has_tickets", {"TF422 ticket_client_not_found"}),
    "agent": ("TF409 agent_has_tickets", {"TF422 ticket_agent_not_found", "TF422 ticket_agent_inactive"}),
}
races = pytest.mark.parametrize(("link", "part", "whom"), [race[1:] for race in RACES], ids=[race[0] for race in RACES])


def one(session: Connection, statement: str, *arguments: object) -> object:
    """The one value that a statement gives."""
    row = session.execute(statement, arguments).fetchone()
    assert row is not None
    return row[0]


def desk(database: Database) -> dict[str, object]:
    """A client and an agent without tickets, and a ticket of another client, by their ids."""
    with psycopg.connect(database.url()) as session:
        client = one(session, "SELECT (api.client_create('Cleo', 'cleo@client.example')).id")
        other = one(session, "SELECT (api.client_create('Otto', 'otto@client.example')).id")
        agent = one(session, "SELECT (api.agent_create('Ada', 'ada@desk.example', 'admin')).id")
        ticket = one(session, "SELECT (api.ticket_create('Screen dark', %s)).id", other)
    return {"client": client, "other": other, "agent": agent, "ticket": ticket}


def race(database: Database, first: str, second: str, *, commits: bool, ids: Mapping[str, object] | None = None) -> str:
    """How the second statement ends that had to wait for the first, when that one commits or rolls back."""
    ids = ids or desk(database)
    url = database.url()
    with (
        psycopg.connect(url, autocommit=True) as watcher,
        psycopg.connect(url) as early,
        psycopg.connect(url, autocommit=True) as late,
        ThreadPoolExecutor(1) as thread,
    ):
        early.execute(first, ids)
        waiting = thread.submit(lambda: late.execute(second, ids))
        wait_until_blocked(watcher, late, early)
        if commits:
            early.commit()
        else:
            early.rollback()
        return outcome(waiting)


@races
def test_who_is_being_linked_is_not_let_go(database: Database, link: str, part: str, whom: str) -> None:
    """A deletion or deactivation waits for the ticket that is being linked, and then sees it."""
    assert race(database, link, part, commits=True) == REFUSALS[whom][0]


@races
def test_who_is_let_go_is_not_linked(database: Database, link: str, part: str, whom: str) -> None:
    """Linking waits for the deletion or deactivation, and then sees it."""
    assert race(database, part, link, commits=True) in REFUSALS[whom][1]


@races
def test_what_was_rolled_back_hinders_nobody(database: Database, link: str, part: str, whom: str) -> None:
    """Neither sees what the other did not do."""
    assert whom in REFUSALS
    assert race(database, link, part, commits=False) == "allowed"


def test_deleting_an_agent_takes_the_ticket_that_is_just_being_assigned(database: Database) -> None:
    """api.agent_delete unassigns what it finds after it has waited."""
    assert race(database, LINK_AGENT["assign"], "SELECT api.agent_delete(%(agent)s)", commits=True) == "allowed"
    with psycopg.connect(database.url()) as session:
        assert one(session, "SELECT count(*) FROM desk.ticket WHERE agent_id IS NOT NULL") == 0


@pytest.mark.parametrize(
    "statement",
    [
        """SELECT api.comment_update(%(comment)s, '{"body": "Edited"}')""",
        "SELECT api.comment_delete(%(comment)s)",
        "SELECT api.comment_restore(%(comment)s)",
        "SELECT api.comment_move(%(comment)s, %(ticket)s)",
    ],
    ids=["update", "delete", "restore", "move"],
)
def test_a_comment_that_is_being_moved_is_still_there(database: Database, statement: str) -> None:
    """Who waits for the move finds the comment on its new ticket."""
    ids = desk(database)
    with psycopg.connect(database.url(), autocommit=True) as session:
        other = one(session, "SELECT (api.ticket_create('Another', %s)).id", ids["other"])
        create = "SELECT (api.comment_create(%s, 'Hello', author_agent_id => %s)).id"
        ids |= {"comment": one(session, create, ids["ticket"], ids["agent"]), "elsewhere": other}
    move = "SELECT api.comment_move(%(comment)s, %(elsewhere)s)"
    assert race(database, move, statement, commits=True, ids=ids) == "allowed"


def test_two_agents_who_hand_their_tickets_to_each_other(database: Database) -> None:
    """Deleted at once, each naming the other: one is deleted, the other keeps the tickets; no deadlock."""
    ids = desk(database)
    with psycopg.connect(database.url(), autocommit=True) as session:
        ids["ben"] = one(session, "SELECT (api.agent_create('Ben', 'ben@desk.example')).id")
        for name in ("agent", "ben"):
            session.execute("SELECT api.ticket_create('Another', %s, agent_id => %s)", (ids["other"], ids[name]))
    first = "SELECT api.agent_delete(%(agent)s, reassign_to => %(ben)s)"
    second = "SELECT api.agent_delete(%(ben)s, reassign_to => %(agent)s)"
    assert race(database, first, second, commits=True, ids=ids) == "TF422 agent_reassign_to_invalid"


def test_who_rests_is_not_linked_by_an_older_snapshot(database: Database) -> None:
    """Under REPEATABLE READ too, a client who was deactivated meanwhile gets no ticket."""
    ids = desk(database)
    with psycopg.connect(database.url()) as older, psycopg.connect(database.url(), autocommit=True) as newer:
        older.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        older.execute("SELECT count(*) FROM desk.client")
        newer.execute("""SELECT api.client_update(%s, '{"active": false}')""", [ids["client"]])
        with pytest.raises(psycopg.errors.SerializationFailure):
            older.execute("SELECT api.ticket_create('Printer on fire', %s)", [ids["client"]])


def test_forty_comments_at_once(database: Database) -> None:
    """All are counted, and the newest is the last."""
    ids = desk(database)
    made = all_at_once(
        40,
        database.url(),
        lambda session, number: one(
            session,
            "SELECT (api.comment_create(%s, %s, author_agent_id => %s)).id",
            ids["ticket"],
            f"No. {number}",
            ids["agent"],
        ),
    )
    assert len(set(made)) == 40
    with psycopg.connect(database.url()) as session:
        ticket = session.execute(
            "SELECT comment_count, version, last_comment_at = (SELECT max(created_at) FROM desk.comment)"
            "  FROM api.ticket_get(%s)",
            [ids["ticket"]],
        ).fetchone()
        versions = session.execute(
            "SELECT version FROM desk.event WHERE entity = 'ticket' AND entity_id = %s ORDER BY id", [ids["ticket"]]
        ).fetchall()
    assert ticket == (40, 41, True)
    assert [version for (version,) in versions] == list(range(1, 42))


def test_twenty_updates_of_one_version(database: Database) -> None:
    """One wins; the others are told that they are stale."""
    ids = desk(database)
    ends = all_at_once(
        20,
        database.url(),
        lambda session, number: one(
            session,
            "SELECT (api.ticket_update(%s, %s, if_version => 1)).version",
            ids["ticket"],
            json.dumps({"subject": f"Attempt {number}"}),
        ),
    )
    assert [end for end in ends if not isinstance(end, psycopg.Error)] == [2]
    assert [refusal(end) for end in ends if isinstance(end, psycopg.Error)] == ["TF412 ticket_version_stale"] * 19
    with psycopg.connect(database.url()) as session:
        assert one(session, "SELECT (api.ticket_get(%s)).version", ids["ticket"]) == 2


KEYED_CREATE = """
SELECT CASE WHEN e.replay IS NOT NULL THEN e.replay
            ELSE api.idempotency_keep(%(key)s, to_json(api.ticket_create('Printer on fire', %(client)s))) END::text,
       e.replay IS NOT NULL
  FROM api.enter(%(token)s, key => %(key)s, fingerprint => %(fingerprint)s) AS e
"""


def test_thirty_creates_with_one_key(database: Database) -> None:
    """One ticket is made; all get the same answer, byte for byte."""
    ids = desk(database)
    with psycopg.connect(database.url()) as session:
        secret = one(session, "SELECT (api.token_create(%s, 'gateway')).secret", ids["agent"])
        token = one(session, "SELECT sha256(convert_to(%s, 'UTF8'))", secret)
    arguments = {"token": token, "key": "POST /v1/tickets 1", "fingerprint": bytes(32), "client": ids["client"]}
    answers = all_at_once(
        30,
        database.url("ticketfirst_gateway"),
        lambda session, number: session.execute(KEYED_CREATE, arguments).fetchone(),
    )
    assert not [answer for answer in answers if isinstance(answer, psycopg.Error)]
    rows = [answer for answer in answers if isinstance(answer, tuple)]
    assert len({text for text, _ in rows}) == 1
    assert sorted(replayed for _, replayed in rows) == [False] + [True] * 29
    with psycopg.connect(database.url()) as session:
        assert one(session, "SELECT count(*) FROM desk.ticket WHERE client_id = %s", ids["client"]) == 1


def test_counters_under_a_random_load(database: Database) -> None:
    """Eight sessions create, delete, restore and move comments of three tickets: all counters are right."""
    ids = desk(database)
    with psycopg.connect(database.url()) as session:
        tickets = [ids["ticket"]] + [
            one(session, "SELECT (api.ticket_create('Another', %s)).id", ids["other"]) for _ in range(2)
        ]

    def work(session: Connection, number: int) -> int:
        choice = random.Random(number)
        mine: list[object] = []
        end = time.monotonic() + 2.0
        while time.monotonic() < end:
            ticket, comment = choice.choice(tickets), choice.choice(mine) if mine else None
            verb = choice.choice(["create", "delete", "restore", "move", "move"])
            if comment is None or verb == "create":
                create = "SELECT (api.comment_create(%s, 'Hello', author_agent_id => %s)).id"
                mine.append(one(session, create, ticket, ids["agent"]))
            elif verb == "move":
                session.execute(
                    "SELECT api.comment_move(id, %s) FROM desk.comment WHERE id = %s AND deleted_at IS NULL",
                    (ticket, comment),
                )
            elif verb == "delete":
                session.execute(
                    "SELECT api.comment_delete(id) FROM desk.comment WHERE id = %s AND deleted_at IS NULL", (comment,)
                )
            else:
                session.execute("SELECT api.comment_restore(%s)", (comment,))
        return len(mine)

    ends = all_at_once(8, database.url(), work)
    assert not [str(end) for end in ends if isinstance(end, psycopg.Error)]
    with psycopg.connect(database.url()) as session:
        wrong = session.execute(
            "SELECT t.id, t.comment_count, t.last_comment_at, count(c.id), max(c.created_at)"
            "  FROM desk.ticket AS t"
            "  LEFT JOIN desk.comment AS c ON c.ticket_id = t.id AND c.deleted_at IS NULL"
            " GROUP BY t.id"
            " HAVING (t.comment_count, t.last_comment_at) IS DISTINCT FROM (count(c.id), max(c.created_at))"
        ).fetchall()
        assert wrong == []
        assert one(session, "SELECT count(*) FROM desk.comment") == sum(end for end in ends if isinstance(end, int))


JOIN = "SELECT api.organisation_member_add(%(organisation)s, %(client)s)"
JOIN_ELSEWHERE = "SELECT api.organisation_member_add(%(elsewhere)s, %(client)s)"
LEAVE = "SELECT api.organisation_member_remove(%(organisation)s, %(client)s)"
CLOSE = "SELECT api.organisation_delete(%(organisation)s)"
PART = PART_CLIENT["delete"]


@pytest.mark.parametrize(
    ("first", "second", "committed", "rolled_back"),
    [
        (JOIN, CLOSE, "TF409 organisation_has_members", "allowed"),
        (CLOSE, JOIN, "TF404 organisation_not_found", "allowed"),
        (JOIN, JOIN_ELSEWHERE, "TF409 organisation_member_elsewhere", "allowed"),
        (JOIN, JOIN, "allowed", "allowed"),
        (PART, JOIN, "TF422 organisation_member_client_not_found", "allowed"),
        (LEAVE, LEAVE, "TF404 organisation_member_not_found", "allowed"),
    ],
    ids=["join-close", "close-join", "join-elsewhere", "join-join", "delete-join", "leave-leave"],
)
def test_members_come_while_others_go(
    database: Database, first: str, second: str, committed: str, rolled_back: str
) -> None:
    """Who joins is in one organisation, which is live; whoever is second waits to see what the first did."""
    for commits, expected in ((True, committed), (False, rolled_back)):
        with psycopg.connect(database.url(), autocommit=True) as session:
            create = "SELECT (api.organisation_create(%s)).id"
            names = (f"{name} {commits}" for name in ("Acme", "Bow"))
            organisation, elsewhere = (one(session, create, name) for name in names)
            client = one(session, "SELECT (api.client_create('Cleo', %s)).id", f"{commits}@client.example")
            ids = {"organisation": organisation, "elsewhere": elsewhere, "client": client}
            if first == LEAVE:
                session.execute(JOIN, ids)
        assert race(database, first, second, commits=commits, ids=ids) == expected
