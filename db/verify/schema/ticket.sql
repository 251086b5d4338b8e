-- Verify ticketfirst:schema/ticket on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, subject, description, client_id, agent_id, team_id, comment_count, last_comment_at, version, created_at, updated_at, deleted_at, subject_key FROM desk.ticket WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.ticket' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
