-- Deploy ticketfirst:functions/organisation_update to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_update(id bigint, changes jsonb, if_version integer DEFAULT NULL)
RETURNS api.organisation
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: changes an organisation.
-- Parameters: changes: a merge patch with name, is_shared; if_version: the version the caller saw.
-- Returns: the organisation.
-- Raises: TF403 permission_missing, scope_missing;
--         TF404 organisation_not_found; TF412 organisation_version_stale; TF422 changes_not_object, changes_field_unknown,
--         changes_field_type; 23502 on a field that is null; 23514 organisation_name_length, organisation_name_one_line;
--         23505 organisation_name_unique.
-- Tables: writes desk.organisation.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_old desk.organisation;
    v_new desk.organisation;
BEGIN
    PERFORM internal.changes_require(organisation_update.changes, '{"name": "string", "is_shared": "boolean"}');
    v_old := internal.organisation_lock(organisation_update.id, organisation_update.if_version, v_actor, 'organisation_update');
    v_new := v_old;
    IF organisation_update.changes ? 'name' THEN
        v_new.name := internal.text_trim(organisation_update.changes ->> 'name');
    END IF;
    IF organisation_update.changes ? 'is_shared' THEN
        v_new.is_shared := (organisation_update.changes ->> 'is_shared')::boolean;
    END IF;
    IF v_new IS DISTINCT FROM v_old THEN
        UPDATE desk.organisation AS t
           SET name = v_new.name,
               is_shared = v_new.is_shared
         WHERE t.id = v_old.id
        RETURNING t.* INTO v_new;
    END IF;
    RETURN internal.organisation_view(v_new);
END;
$$;

COMMENT ON FUNCTION api.organisation_update(bigint, jsonb, integer) IS
'Changes name and is_shared of an organisation by a merge patch, and returns it. Raises TF403 permission_missing, scope_missing; TF404 organisation_not_found; TF412 organisation_version_stale; TF422 changes_not_object, changes_field_unknown, changes_field_type; 23502 on a field that is null; 23514 organisation_name_length, organisation_name_one_line; 23505 organisation_name_unique.';
GRANT EXECUTE ON FUNCTION api.organisation_update(bigint, jsonb, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
