-- Verify ticketfirst:schema/role on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT name, kind, explanation FROM desk.role WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.role' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
