-- Verify ticketfirst:schema/database_role on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT role_name, agent_id, client_id, service_id FROM desk.database_role WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.database_role' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
