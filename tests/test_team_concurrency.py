"""Teams while several sessions work at once: who is given a ticket of a team is in it, and the team is there."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import psycopg
import pytest

from tests.conftest import Database
from tests.sessions import all_at_once, outcome, refusal, wait_until_blocked
from tests.test_concurrency import one, race

# Statements that give a ticket to an agent and a team, and such that let either go.
LINK_MEMBER = {
    "assign-agent": "SELECT api.ticket_assign_agent(%(of_team)s, %(agent)s)",
    "assign-free": "SELECT api.ticket_assign_agent(%(free)s, %(agent)s)",
    "create": "SELECT api.ticket_create('Smoke', %(client)s, agent_id => %(agent)s, team_id => %(team)s)",
    "assign-team": "SELECT api.ticket_assign_team(%(agents)s, %(team)s)",
    "update": "UPDATE desk.ticket SET team_id = %(team)s, agent_id = %(agent)s WHERE id = %(free)s",
    "restore": "SELECT api.ticket_restore(%(deleted)s)",
}
PART_MEMBER = {
    "remove": "SELECT api.team_member_remove(%(team)s, %(agent)s)",
    "delete": "DELETE FROM desk.team_member WHERE team_id = %(team)s AND agent_id = %(agent)s",
}
LINK_TEAM = {
    "assign-team": "SELECT api.ticket_assign_team(%(free)s, %(idle)s)",
    "assign-agent": "SELECT api.ticket_assign_agent(%(free)s, %(idler)s)",
    "create": "SELECT api.ticket_create('Smoke', %(client)s, team_id => %(idle)s)",
    "update": "UPDATE desk.ticket SET team_id = %(idle)s WHERE id = %(free)s",
    "restore": "SELECT api.ticket_restore(%(idles)s)",
}
PART_TEAM = {
    "delete": "SELECT api.team_delete(%(idle)s)",
    "update": "UPDATE desk.team SET deleted_at = now() WHERE id = %(idle)s",
}
LOST_MEMBER = {"TF422 ticket_agent_not_in_team"}
LOST_TEAM = {"TF422 ticket_team_not_found", "TF409 ticket_team_deleted"}

members = pytest.mark.parametrize("part", PART_MEMBER.values(), ids=list(PART_MEMBER))
teams = pytest.mark.parametrize("part", PART_TEAM.values(), ids=list(PART_TEAM))


def desk(database: Database) -> dict[str, object]:
    """A team whose member has no ticket of it, another without tickets, and tickets of the one and of neither."""
    with psycopg.connect(database.url()) as session:
        ids = {"client": one(session, "SELECT (api.client_create('Cleo', 'cleo@client.example')).id")}
        for name in ("agent", "idler"):
            ids[name] = one(session, "SELECT (api.agent_create('Ada', %s)).id", f"{name}@desk.example")
        for name, member in (("team", "agent"), ("idle", "idler")):
            ids[name] = one(session, "SELECT (api.team_create(%s)).id", name)
            one(session, "SELECT api.team_member_add(%s, %s)", ids[name], ids[member])
        make = "SELECT (api.ticket_create('Printer on fire', %s, team_id => %s)).id"
        for name, team in (
            ("free", None),
            ("of_team", "team"),
            ("deleted", "team"),
            ("idles", "idle"),
            ("agents", None),
        ):
            ids[name] = one(session, make, ids["client"], team and ids[team])
        session.execute("UPDATE desk.ticket SET agent_id = %(agent)s WHERE id IN (%(agents)s, %(deleted)s)", ids)
        session.execute("UPDATE desk.ticket SET deleted_at = now() WHERE id IN (%(deleted)s, %(idles)s)", ids)
    return ids


def one_row(session: psycopg.Connection, statement: str, ids: Mapping[str, object]) -> object:
    """The one value that a statement with names gives."""
    row = session.execute(statement, ids).fetchone()
    assert row is not None
    return row[0]


def strays(database: Database) -> object:
    """How many live tickets are of a deleted team, or of an agent who is not in their team."""
    with psycopg.connect(database.url()) as session:
        return one(
            session,
            "SELECT count(*) FROM desk.ticket AS t WHERE t.deleted_at IS NULL AND t.team_id IS NOT NULL AND ("
            " EXISTS (SELECT FROM desk.team AS k WHERE k.id = t.team_id AND k.deleted_at IS NOT NULL)"
            " OR t.agent_id IS NOT NULL AND NOT EXISTS (SELECT FROM desk.team_member AS m"
            "                                            WHERE m.team_id = t.team_id AND m.agent_id = t.agent_id))",
        )


@members
@pytest.mark.parametrize("link", LINK_MEMBER.values(), ids=list(LINK_MEMBER))
def test_a_member_who_is_being_given_a_ticket_stays(database: Database, link: str, part: str) -> None:
    """Ending the membership waits for the ticket, and then sees it."""
    assert race(database, link, part, commits=True, ids=desk(database)) == "TF409 team_member_has_tickets"
    assert strays(database) == 0


@members
@pytest.mark.parametrize("link", LINK_MEMBER.values(), ids=list(LINK_MEMBER))
def test_who_is_leaving_is_given_no_ticket(database: Database, link: str, part: str) -> None:
    """Giving the ticket waits for the membership to end, and then sees that."""
    assert race(database, part, link, commits=True, ids=desk(database)) in LOST_MEMBER
    assert strays(database) == 0


@members
@pytest.mark.parametrize("link", LINK_MEMBER.values(), ids=list(LINK_MEMBER))
def test_what_was_rolled_back_hinders_no_member(database: Database, link: str, part: str) -> None:
    """Neither sees what the other did not do."""
    assert race(database, link, part, commits=False, ids=desk(database)) == "allowed"


@teams
@pytest.mark.parametrize("link", LINK_TEAM.values(), ids=list(LINK_TEAM))
def test_a_team_that_is_being_given_a_ticket_stays(database: Database, link: str, part: str) -> None:
    """Deleting it waits for the ticket, and then sees it."""
    assert race(database, link, part, commits=True, ids=desk(database)) == "TF409 team_has_tickets"
    assert strays(database) == 0


@teams
@pytest.mark.parametrize("link", LINK_TEAM.values(), ids=list(LINK_TEAM))
def test_a_team_that_is_going_is_given_no_ticket(database: Database, link: str, part: str) -> None:
    """Giving the ticket waits for the team to go, and then sees that."""
    assert race(database, part, link, commits=True, ids=desk(database)) in LOST_TEAM
    assert strays(database) == 0


@teams
@pytest.mark.parametrize("link", LINK_TEAM.values(), ids=list(LINK_TEAM))
def test_what_was_rolled_back_hinders_no_team(database: Database, link: str, part: str) -> None:
    """Neither sees what the other did not do."""
    assert race(database, link, part, commits=False, ids=desk(database)) == "allowed"


REASSIGN = "SELECT api.team_delete(%(idle)s, reassign_to => %(team)s)"


def test_a_team_that_goes_takes_along_what_it_is_just_given(database: Database) -> None:
    """api.team_delete gives to the other team what it finds after it has waited."""
    ids = desk(database)
    assert race(database, LINK_TEAM["assign-team"], REASSIGN, commits=True, ids=ids) == "allowed"
    with psycopg.connect(database.url()) as session:
        assert one(session, "SELECT team_id FROM desk.ticket WHERE id = %s", ids["free"]) == ids["team"]


@pytest.mark.parametrize("statement", [PART_MEMBER["remove"], PART_MEMBER["delete"]], ids=list(PART_MEMBER))
def test_a_member_of_the_team_that_gets_the_tickets(database: Database, statement: str) -> None:
    """Whoever is in both and is just leaving has the tickets no more; who has just got them stays."""
    ids = desk(database)
    with psycopg.connect(database.url()) as session:
        session.execute("SELECT api.team_member_add(%(idle)s, %(agent)s)", ids)
        session.execute("SELECT api.ticket_create('S', %(client)s, agent_id => %(agent)s, team_id => %(idle)s)", ids)
    assert race(database, REASSIGN, statement, commits=False, ids=ids) == "allowed"
    with psycopg.connect(database.url()) as session:
        session.execute("SELECT api.team_member_add(%(team)s, %(agent)s)", ids)
    assert race(database, statement, REASSIGN, commits=True, ids=ids) == "allowed"
    assert strays(database) == 0


@pytest.mark.parametrize("is_lower_first", [True, False])
def test_two_teams_that_hand_their_tickets_to_each_other(database: Database, is_lower_first: bool) -> None:
    """Deleted at once, each naming the other: one is deleted, the other keeps the tickets; no deadlock."""
    two = [REASSIGN, "SELECT api.team_delete(%(team)s, reassign_to => %(idle)s)"]
    first, second = two if is_lower_first else two[::-1]
    assert race(database, first, second, commits=True, ids=desk(database)) == "TF422 team_reassign_to_invalid"
    assert strays(database) == 0


def test_a_ticket_that_goes_the_same_way(database: Database) -> None:
    """Who gives a ticket of a team that goes to the one that gets the tickets waits for nobody who waits for it."""
    ids = desk(database)
    url = database.url()
    with psycopg.connect(url) as session:
        make = "SELECT (api.ticket_create('Smoke', %(client)s, team_id => %(idle)s)).id"
        ids["busy"] = one_row(session, make, ids)
    with (
        psycopg.connect(url, autocommit=True) as watcher,
        psycopg.connect(url) as early,
        psycopg.connect(url, autocommit=True) as late,
        ThreadPoolExecutor(1) as thread,
    ):
        early.execute("SELECT FROM desk.ticket WHERE id = %(busy)s FOR NO KEY UPDATE", ids)
        waiting = thread.submit(lambda: late.execute(REASSIGN, ids))
        wait_until_blocked(watcher, late, early)
        early.execute("SELECT api.ticket_assign_team(%(busy)s, %(team)s)", ids)
        early.commit()
        assert outcome(waiting) == "allowed"
    assert strays(database) == 0


def test_an_agent_who_joins_twenty_times_at_once(database: Database) -> None:
    """Is a member once, and all are told the same; and who leaves meanwhile is told nothing else."""
    ids = desk(database)
    add = "SELECT api.team_member_add(%(team)s, %(idler)s)::text"
    remove = "SELECT api.team_member_remove(%(team)s, %(idler)s)::text"
    ends = all_at_once(20, database.url(), lambda session, _: one_row(session, add, ids))
    assert len(set(map(str, ends))) == 1
    with psycopg.connect(database.url()) as session:
        events = "SELECT count(*) FROM desk.event WHERE entity = 'team_member' AND changes #>> '{agent_id,to}' = %s"
        assert one(session, events, str(ids["idler"])) == 2
    ends = all_at_once(20, database.url(), lambda session, n: one_row(session, remove if n % 2 else add, ids))
    refused = {refusal(end) for end in ends if isinstance(end, psycopg.Error)}
    assert refused <= {"TF404 team_member_not_found"}
