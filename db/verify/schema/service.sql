-- Verify ticketfirst:schema/service on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, name, role, active, version, created_at, updated_at, deleted_at, name_key FROM desk.service WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.service' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
