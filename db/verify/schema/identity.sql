-- Verify ticketfirst:schema/identity on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, issuer, subject, agent_id, client_id, service_id, created_at FROM desk.identity WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.identity' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
