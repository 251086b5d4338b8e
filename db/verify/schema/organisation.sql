-- Verify ticketfirst:schema/organisation on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, name, is_shared, version, created_at, updated_at, deleted_at, name_key FROM desk.organisation WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.organisation' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
