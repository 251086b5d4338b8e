-- Deploy ticketfirst:functions/organisation_lock to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.organisation_lock(
    id bigint,
    if_version integer,
    actor internal.actor,
    permission text,
    deleted boolean DEFAULT false
)
RETURNS desk.organisation
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: finds the organisation that is to be written, and locks it. As the invoker: under the caller's policies. What the caller
--          does not see does not exist; what it sees and may not change is refused.
-- Parameters: if_version: the version the caller saw, NULL: any; actor: the caller; permission: what it needs for this;
--             deleted: whether a deleted one will do.
-- Returns: the row.
-- Raises: TF404 organisation_not_found; TF403 permission_missing, scope_missing; TF412 organisation_version_stale.
-- Tables: locks desk.organisation.
DECLARE
    v_organisation desk.organisation;
    v_may CONSTANT boolean := internal.permission_holds(organisation_lock.actor, organisation_lock.permission);
    v_is_locked boolean := false;
BEGIN
    -- Nobody waits for a row, or holds it, who may not change it.
    IF v_may THEN
        SELECT t.*
          INTO v_organisation
          FROM desk.organisation AS t
         WHERE t.id = organisation_lock.id
           AND (t.deleted_at IS NULL OR organisation_lock.deleted)
           FOR NO KEY UPDATE;
        v_is_locked := FOUND;
    END IF;
    IF NOT v_is_locked THEN
        -- Not there, or seen but not to be changed.
        PERFORM FROM desk.organisation AS t
          WHERE t.id = organisation_lock.id AND (t.deleted_at IS NULL OR organisation_lock.deleted);
        IF FOUND THEN
            PERFORM internal.permission_require(organisation_lock.actor, organisation_lock.permission);
        END IF;
        PERFORM internal.organisation_conceal(organisation_lock.id, rounds => CASE WHEN v_may THEN 2 ELSE 1 END);
        RAISE EXCEPTION 'organisation % does not exist', organisation_lock.id
            USING ERRCODE = 'TF404', CONSTRAINT = 'organisation_not_found', COLUMN = 'id';
    END IF;
    IF organisation_lock.if_version <> v_organisation.version THEN
        RAISE EXCEPTION 'organisation % has version %, not %', organisation_lock.id, v_organisation.version, organisation_lock.if_version
            USING ERRCODE = 'TF412', CONSTRAINT = 'organisation_version_stale', COLUMN = 'if_version';
    END IF;
    RETURN v_organisation;
END;
$$;

COMMENT ON FUNCTION internal.organisation_lock(bigint, integer, internal.actor, text, boolean) IS
'The organisation, locked for writing. Raises TF404 organisation_not_found; TF403 permission_missing, scope_missing; TF412 organisation_version_stale.';
GRANT EXECUTE ON FUNCTION internal.organisation_lock(bigint, integer, internal.actor, text, boolean) TO ticketfirst_api;

COMMIT;
