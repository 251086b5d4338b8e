"""The statements of TicketFirst's gateway: each lets the caller in and calls one function, in one round trip.

OFFSET 0 keeps the planner from calling the function once for each use of its row.
"""

from __future__ import annotations

_ENTER_AND_READ = " FROM api.enter($1::bytea, $2::text, NULL, on_behalf_of => NULL) OFFSET 0) AS s"
_ENTER_AND_WRITE = (
    " END AS answer, e.replay IS NOT NULL AS replayed"
    " FROM api.enter($1::bytea, $2::text, NULL, $3::text, $4::bytea, NULL) AS e OFFSET 0) AS s"
)
_WRITTEN = (
    "SELECT s.answer, s.answer ->> 'version' AS version, s.replayed"
    " FROM (SELECT CASE WHEN e.replay IS NOT NULL THEN e.replay ELSE "
)

READ_TICKET = f"""
SELECT to_json(s.r), (s.r).version FROM (SELECT api.ticket_get(id => $3::bigint) AS r{_ENTER_AND_READ}
"""

LIST_TICKETS = f"""
SELECT to_json(s.r), NULL::integer FROM (
    SELECT api.ticket_page(
               agent_id => $3::bigint, client_id => $4::bigint, subject => $5::text, sort => $6::text,
               row_limit => $7::integer, after => $8::text, team_id => $9::bigint
           ) AS r{_ENTER_AND_READ}
"""

CREATE_TICKET = f"""
{_WRITTEN} api.idempotency_keep($3::text, to_json(
    api.ticket_create(
        subject => $5::text, client_id => $6::bigint, description => $7::text,
        agent_id => $8::bigint, team_id => $9::bigint
    ))){_ENTER_AND_WRITE}
"""

CREATE_COMMENT = f"""
{_WRITTEN} api.idempotency_keep($3::text, to_json(
    api.comment_create(ticket_id => $5::bigint, body => $6::text, visibility => $7::text))){_ENTER_AND_WRITE}
"""

ASSIGN_TICKET = f"""
{_WRITTEN} api.idempotency_keep($3::text, to_json(
    api.ticket_assign_agent(id => $5::bigint, agent_id => $6::bigint, if_version => $7::integer))){_ENTER_AND_WRITE}
"""
