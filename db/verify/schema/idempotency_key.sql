-- Verify ticketfirst:schema/idempotency_key on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT actor, key, fingerprint, answer, created_at FROM desk.idempotency_key WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.idempotency_key' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
