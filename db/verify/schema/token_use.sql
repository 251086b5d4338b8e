-- Verify ticketfirst:schema/token_use on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT token_id, last_used_at FROM desk.token_use WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.token_use' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
