-- Verify ticketfirst:schema/rule on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT name, sqlstate, explanation FROM desk.rule WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.rule' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
