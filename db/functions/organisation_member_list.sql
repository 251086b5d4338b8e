-- Deploy ticketfirst:functions/organisation_member_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.organisation_member_list(
    organisation_id bigint,
    row_limit integer DEFAULT 25,
    after text DEFAULT NULL
)
RETURNS SETOF api.organisation_member
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 25
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: the members of a live organisation, by client_id: deleted clients too, since they are members until that is ended.
-- Parameters: row_limit: 1 to 1,000 rows; after: the cursor where the page before ended.
-- Returns: the memberships, in order; none past the end.
-- Raises: TF404 organisation_not_found; TF422 list_limit_range; TF400 cursor_invalid; TF403 permission_missing, scope_missing.
-- Tables: reads desk.organisation, desk.organisation_member.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_ended internal.list_cursor;
BEGIN
    PERFORM internal.permission_require(v_actor, 'organisation_member_list');
    PERFORM internal.list_limit_require(organisation_member_list.row_limit, 1000);
    v_ended := internal.list_cursor_read(
        organisation_member_list.after,
        internal.list_binding('organisation_member', organisation_member_list.organisation_id::text)
    );
    PERFORM FROM desk.organisation AS g WHERE g.id = organisation_member_list.organisation_id AND g.deleted_at IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'organisation % does not exist', organisation_member_list.organisation_id
            USING ERRCODE = 'TF404', CONSTRAINT = 'organisation_not_found', COLUMN = 'organisation_id';
    END IF;

    -- A list has an id: that of a member is its client's.
    RETURN QUERY EXECUTE internal.list_query(
        'SELECT t.organisation_id, t.id, t.created_at FROM (SELECT m.client_id AS id, m.* FROM desk.organisation_member AS m) AS t',
        ARRAY['t.organisation_id = $1'],
        ARRAY['true'],
        't.id', NULL, NULL,
        'id',
        v_ended,
        organisation_member_list.row_limit
    )
    USING organisation_member_list.organisation_id;
END;
$$;

COMMENT ON FUNCTION api.organisation_member_list(bigint, integer, text) IS
'The members of an organisation by client_id, 1 to 1,000 rows after a cursor of api.organisation_member_page. Raises TF404 organisation_not_found; TF422 list_limit_range; TF400 cursor_invalid; TF403 permission_missing, scope_missing.';
GRANT EXECUTE ON FUNCTION api.organisation_member_list(bigint, integer, text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
