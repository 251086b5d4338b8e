-- Verify ticketfirst:schema/permission on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT name, scope, roles, explanation FROM desk.permission WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.permission' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
