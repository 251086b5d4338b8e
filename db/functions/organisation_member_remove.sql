-- Deploy ticketfirst:functions/organisation_member_remove to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_member_remove(organisation_id bigint, client_id bigint)
RETURNS api.organisation_member
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: ends the membership of a client: from its next call on it sees its own tickets alone, and nobody else its.
-- Returns: the membership that was.
-- Raises: TF404 organisation_member_not_found; TF403 permission_missing, scope_missing.
-- Tables: writes desk.organisation_member.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_member api.organisation_member;
BEGIN
    PERFORM FROM desk.organisation_member AS t
      WHERE t.organisation_id = organisation_member_remove.organisation_id
        AND t.client_id = organisation_member_remove.client_id;
    IF FOUND THEN
        PERFORM internal.permission_require(v_actor, 'organisation_member_remove');
        DELETE FROM desk.organisation_member AS t
         WHERE t.organisation_id = organisation_member_remove.organisation_id
           AND t.client_id = organisation_member_remove.client_id
        RETURNING t.organisation_id, t.client_id, t.created_at INTO v_member;
    END IF;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'client % is no member of organisation %',
            organisation_member_remove.client_id, organisation_member_remove.organisation_id
            USING ERRCODE = 'TF404', CONSTRAINT = 'organisation_member_not_found', COLUMN = 'client_id';
    END IF;
    RETURN v_member;
END;
$$;

COMMENT ON FUNCTION api.organisation_member_remove(bigint, bigint) IS
'Ends the membership of a client, and returns it as it was. Raises TF404 organisation_member_not_found; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.organisation_member_remove(bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
