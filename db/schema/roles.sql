-- Deploy ticketfirst:schema/roles to pg
-- Roles belong to the cluster, not to the database: another TicketFirst database may have made them already.
BEGIN;

DO $$
DECLARE
    v_role record;
BEGIN
    FOR v_role IN
        SELECT r.name, r.attributes, r.comment
          FROM (VALUES
                ('ticketfirst_owner',   'NOLOGIN', 'Owns the tables, triggers and helper functions of TicketFirst; nobody logs in as it.'),
                ('ticketfirst_api',     'NOLOGIN', 'Owns the public functions of TicketFirst, which run as it: subject to row level security.'),
                ('ticketfirst_gateway', 'LOGIN',   'The HTTP gateway of TicketFirst: may execute public functions and enter with a credential.'),
                ('ticketfirst_service', 'NOLOGIN', 'Granted to database roles that call the public functions of TicketFirst directly.')
               ) AS r (name, attributes, comment)
    LOOP
        BEGIN
            IF NOT EXISTS (SELECT FROM pg_catalog.pg_roles AS p WHERE p.rolname = v_role.name) THEN
                EXECUTE format('CREATE ROLE %I %s', v_role.name, v_role.attributes);
            END IF;
        EXCEPTION WHEN duplicate_object OR unique_violation THEN
            NULL; -- another database of this cluster made it just now
        END;
        BEGIN
            EXECUTE format('COMMENT ON ROLE %I IS %L', v_role.name, v_role.comment);
        EXCEPTION WHEN insufficient_privilege THEN
            NULL; -- whoever made the role has commented it
        END;
    END LOOP;
END;
$$;

-- Whoever deploys must be able to act as the two owning roles; a superuser is already.
DO $$
DECLARE
    v_role text;
BEGIN
    IF NOT (SELECT r.rolsuper FROM pg_catalog.pg_roles AS r WHERE r.rolname = current_user) THEN
        FOREACH v_role IN ARRAY ARRAY['ticketfirst_owner', 'ticketfirst_api'] LOOP
            CONTINUE WHEN pg_has_role(v_role, 'USAGE');
            BEGIN
                EXECUTE format('GRANT %I TO CURRENT_USER', v_role);
            EXCEPTION WHEN insufficient_privilege THEN
                NULL; -- from PostgreSQL 16 on only the role's creator may; SET LOCAL ROLE below tells whether it was done
            END;
        END LOOP;
    END IF;
END;
$$;
SET LOCAL ROLE ticketfirst_api;
SET LOCAL ROLE ticketfirst_owner;
RESET ROLE;

-- A member of a role does not inherit its settings, so they stand on the role that logs in.
DO $$
DECLARE
    v_statement text;
BEGIN
    SELECT string_agg(
               format('ALTER ROLE ticketfirst_gateway IN DATABASE %I SET %s', current_database(), s.setting), '; '
           )
      INTO v_statement
      FROM (VALUES
            ('statement_timeout = ''10s'''),
            ('lock_timeout = ''2s'''),
            ('idle_in_transaction_session_timeout = ''30s'''),
            ('timezone = ''UTC'''),
            -- What each call reads is in memory: a table of agents is then read by its index, not from end to end.
            ('random_page_cost = 1.1')
           ) AS s (setting);
    EXECUTE v_statement;
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'role % may not set the time limits of ticketfirst_gateway; let the creator of that role, or a superuser, run: %;',
        current_user, v_statement;
END;
$$;

COMMIT;
