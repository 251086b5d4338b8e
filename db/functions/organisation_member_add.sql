-- Deploy ticketfirst:functions/organisation_member_add to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_member_add(organisation_id bigint, client_id bigint)
RETURNS api.organisation_member
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: makes a client a member of an organisation; a member stays one, and nothing is written.
-- Returns: the membership.
-- Raises: TF404 organisation_not_found; TF403 permission_missing, scope_missing;
--         TF422 organisation_member_client_not_found; TF409 organisation_member_elsewhere.
-- Tables: reads desk.organisation, desk.client; writes desk.organisation_member.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_member api.organisation_member;
BEGIN
    PERFORM FROM desk.organisation AS g WHERE g.id = organisation_member_add.organisation_id AND g.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'organisation % does not exist', organisation_member_add.organisation_id
            USING ERRCODE = 'TF404', CONSTRAINT = 'organisation_not_found', COLUMN = 'organisation_id';
    END IF;
    PERFORM internal.permission_require(v_actor, 'organisation_member_add');
    -- What the trigger says of a client is for those alone who see the client.
    PERFORM FROM desk.client AS c WHERE c.id = organisation_member_add.client_id AND c.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'client % does not exist', organisation_member_add.client_id
            USING ERRCODE = 'TF422', CONSTRAINT = 'organisation_member_client_not_found', COLUMN = 'client_id';
    END IF;

    -- Somebody may end the membership between the two: then it is made anew.
    WHILE v_member.client_id IS NULL LOOP
        INSERT INTO desk.organisation_member AS t (organisation_id, client_id)
        VALUES (organisation_member_add.organisation_id, organisation_member_add.client_id)
        ON CONFLICT ON CONSTRAINT organisation_member_pkey DO NOTHING;
        SELECT t.organisation_id, t.client_id, t.created_at
          INTO v_member
          FROM desk.organisation_member AS t
         WHERE t.client_id = organisation_member_add.client_id;
    END LOOP;
    RETURN v_member;
END;
$$;

COMMENT ON FUNCTION api.organisation_member_add(bigint, bigint) IS
'Makes a live client a member of a live organisation, where it is not, and returns the membership. Raises TF404 organisation_not_found; TF403 permission_missing, scope_missing; TF422 organisation_member_client_not_found; TF409 organisation_member_elsewhere.';
GRANT EXECUTE ON FUNCTION api.organisation_member_add(bigint, bigint) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
