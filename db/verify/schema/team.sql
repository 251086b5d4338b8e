-- Verify ticketfirst:schema/team on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, name, version, created_at, updated_at, deleted_at, name_key FROM desk.team WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.team' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
