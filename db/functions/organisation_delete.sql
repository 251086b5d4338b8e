-- Deploy ticketfirst:functions/organisation_delete to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_delete(id bigint, if_version integer DEFAULT NULL)
RETURNS api.organisation
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: deletes an organisation softly: it leaves every list and read, and can be restored.
-- Parameters: if_version: the version the caller saw.
-- Returns: the organisation as it was deleted.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 organisation_not_found; TF412 organisation_version_stale; TF409 organisation_has_members; TF400 isolation_read_committed.
-- Tables: writes desk.organisation.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_organisation desk.organisation;
BEGIN
    v_organisation := internal.organisation_lock(organisation_delete.id, organisation_delete.if_version, v_actor, 'organisation_delete');
    UPDATE desk.organisation AS t
       SET deleted_at = internal.clock()
     WHERE t.id = organisation_delete.id
    RETURNING t.* INTO v_organisation;
    RETURN internal.organisation_view(v_organisation);
END;
$$;

COMMENT ON FUNCTION api.organisation_delete(bigint, integer) IS
'Deletes an organisation without members softly, and returns it as it was deleted. Raises TF403 permission_missing, scope_missing; TF404 organisation_not_found; TF412 organisation_version_stale; TF409 organisation_has_members; TF400 isolation_read_committed.';
GRANT EXECUTE ON FUNCTION api.organisation_delete(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
