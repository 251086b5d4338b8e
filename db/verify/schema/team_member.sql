-- Verify ticketfirst:schema/team_member on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT team_id, agent_id, created_at FROM desk.team_member WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.team_member' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
