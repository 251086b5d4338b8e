-- Verify ticketfirst:schema/comment on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, ticket_id, author_agent_id, author_client_id, body, visibility, version, created_at, updated_at, deleted_at FROM desk.comment WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.comment' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
