-- Deploy ticketfirst:functions/organisation_get to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_get(id bigint)
RETURNS api.organisation
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: one live organisation.
-- Returns: the organisation.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 organisation_not_found.
-- Tables: reads desk.organisation.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_organisation desk.organisation;
BEGIN
    PERFORM internal.permission_require(v_actor, 'organisation_get');
    SELECT t.*
      INTO v_organisation
      FROM desk.organisation AS t
     WHERE t.id = organisation_get.id
       AND t.deleted_at IS NULL;
    IF NOT FOUND THEN
        PERFORM internal.organisation_conceal(organisation_get.id);
        RAISE EXCEPTION 'organisation % does not exist', organisation_get.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'organisation_not_found', COLUMN = 'id';
    END IF;
    RETURN internal.organisation_view(v_organisation);
END;
$$;

COMMENT ON FUNCTION api.organisation_get(bigint) IS
'The live organisation with this id. Raises TF403 permission_missing, scope_missing; TF404 organisation_not_found.';
GRANT EXECUTE ON FUNCTION api.organisation_get(bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
