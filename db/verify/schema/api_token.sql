-- Verify ticketfirst:schema/api_token on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, agent_id, client_id, service_id, name, token_hash, scopes, expires_at, version, created_at, updated_at, deleted_at FROM desk.api_token WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.api_token' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
