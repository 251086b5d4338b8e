-- Verify ticketfirst:schema/roles on pg
BEGIN;

DO $$
BEGIN
    ASSERT (SELECT count(*) FROM pg_catalog.pg_roles AS r
             WHERE r.rolname IN ('ticketfirst_owner', 'ticketfirst_api', 'ticketfirst_gateway', 'ticketfirst_service')
               AND NOT r.rolsuper AND NOT r.rolbypassrls) = 4,
        'the four roles of TicketFirst exist, none a superuser, none bypassing row level security';
END;
$$;

ROLLBACK;
