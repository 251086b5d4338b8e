-- Deploy ticketfirst:functions/organisation_restore to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_restore(id bigint, if_version integer DEFAULT NULL)
RETURNS api.organisation
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: restores a deleted organisation; a live one stays as it is.
-- Parameters: if_version: the version the caller saw.
-- Returns: the organisation.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 organisation_not_found; TF412 organisation_version_stale; 23505 organisation_name_unique.
-- Tables: writes desk.organisation.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_organisation desk.organisation;
BEGIN
    -- Of a deleted one those alone know who may restore or list it.
    v_organisation := internal.organisation_lock(
        organisation_restore.id, organisation_restore.if_version, v_actor, 'organisation_restore',
        deleted => internal.actor_may('organisation_restore', 'deleted_list')
    );
    IF v_organisation.deleted_at IS NOT NULL THEN
        UPDATE desk.organisation AS t
           SET deleted_at = NULL
         WHERE t.id = organisation_restore.id
        RETURNING t.* INTO v_organisation;
    END IF;
    RETURN internal.organisation_view(v_organisation);
END;
$$;

COMMENT ON FUNCTION api.organisation_restore(bigint, integer) IS
'Restores a deleted organisation, and returns it. Raises TF403 permission_missing, scope_missing; TF404 organisation_not_found; TF412 organisation_version_stale; 23505 organisation_name_unique.';
GRANT EXECUTE ON FUNCTION api.organisation_restore(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
