-- Deploy ticketfirst:functions/organisation_create to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_create(name text, is_shared boolean DEFAULT false)
RETURNS api.organisation
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes an organisation, without members.
-- Parameters: name: one line, 1 to 200 characters after trimming, unique among the live organisations; is_shared: whether
--             its members see each other's tickets.
-- Returns: the organisation.
-- Raises: TF403 permission_missing, scope_missing; 23502 on any argument that is NULL;
--         23514 organisation_name_length, organisation_name_one_line; 23505 organisation_name_unique.
-- Tables: writes desk.organisation.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_organisation desk.organisation;
BEGIN
    PERFORM internal.permission_require(v_actor, 'organisation_create');
    PERFORM internal.permission_require(v_actor, 'see_clients');
    INSERT INTO desk.organisation AS t (name, is_shared)
    VALUES (internal.text_trim(organisation_create.name), organisation_create.is_shared)
    RETURNING t.* INTO v_organisation;
    RETURN internal.organisation_view(v_organisation);
END;
$$;

COMMENT ON FUNCTION api.organisation_create(text, boolean) IS
'Makes an organisation, and returns it. Raises TF403 permission_missing, scope_missing; 23502 on any argument that is NULL; 23514 organisation_name_length, organisation_name_one_line; 23505 organisation_name_unique.';
GRANT EXECUTE ON FUNCTION api.organisation_create(text, boolean) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
