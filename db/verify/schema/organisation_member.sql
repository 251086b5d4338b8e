-- Verify ticketfirst:schema/organisation_member on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT organisation_id, client_id, created_at FROM desk.organisation_member WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.organisation_member' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
