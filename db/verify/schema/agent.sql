-- Verify ticketfirst:schema/agent on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, name, email, role, active, version, created_at, updated_at, deleted_at, name_key, email_key FROM desk.agent WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.agent' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
