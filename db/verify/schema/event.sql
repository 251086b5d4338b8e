-- Verify ticketfirst:schema/event on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT id, entity, entity_id, ticket_id, former_ticket_id, action, version, changes, visibility, actor_agent_id, actor_client_id, actor_service_id, by_agent_id, by_service_id, database_role, request_id, happened_at FROM desk.event WHERE false;
SELECT 1 / count(*) FROM pg_catalog.pg_class AS c
 WHERE c.oid = cast('desk.event' AS regclass) AND c.relrowsecurity AND c.relforcerowsecurity;

ROLLBACK;
