-- Revert ticketfirst:schema/roles from pg
-- A role that another database of the cluster still uses stays.
BEGIN;

DO $$
BEGIN
    EXECUTE format('ALTER ROLE ticketfirst_gateway IN DATABASE %I RESET ALL', current_database());
EXCEPTION WHEN insufficient_privilege THEN
    RAISE NOTICE 'the settings of ticketfirst_gateway in this database stay: role % may not reset them', current_user;
END;
$$;

DO $$
DECLARE
    v_role text;
BEGIN
    FOREACH v_role IN ARRAY ARRAY['ticketfirst_gateway', 'ticketfirst_service', 'ticketfirst_api', 'ticketfirst_owner'] LOOP
        BEGIN
            EXECUTE format('DROP ROLE IF EXISTS %I', v_role);
        EXCEPTION WHEN dependent_objects_still_exist OR insufficient_privilege OR object_in_use THEN
            RAISE NOTICE 'role % stays: %', v_role, SQLERRM;
        END;
    END LOOP;
END;
$$;

COMMIT;
