-- Verify ticketfirst:schema/secret on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT name, value FROM desk.secret WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.secret' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
