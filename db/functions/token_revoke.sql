-- Deploy ticketfirst:functions/token_revoke to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.token_revoke(id bigint, if_version integer DEFAULT NULL)
RETURNS api.token
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: revokes a token: it opens nothing from now on, for good.
-- Parameters: if_version: the version the caller saw.
-- Returns: the token as it was revoked.
-- Raises: TF403 permission_missing, scope_missing; TF404 token_not_found; TF412 token_version_stale.
-- Tables: writes desk.api_token.
DECLARE
    v_actor CONSTANT internal.actor := internal.actor();
    v_token desk.api_token;
BEGIN
    PERFORM internal.permission_require(v_actor, 'token_revoke');
    v_token := internal.token_lock(token_revoke.id, token_revoke.if_version, v_actor, 'token_revoke');
    PERFORM internal.administrator_guard(
        v_actor, internal.credential_role(v_token.agent_id, v_token.client_id, v_token.service_id)
    );
    UPDATE desk.api_token AS t
       SET deleted_at = internal.clock()
     WHERE t.id = token_revoke.id
    RETURNING t.* INTO v_token;
    RETURN internal.token_view(v_token);
END;
$$;

COMMENT ON FUNCTION api.token_revoke(bigint, integer) IS
'Revokes a token, and returns it as it was revoked. Raises TF403 permission_missing, scope_missing; TF404 token_not_found; TF412 token_version_stale.';
GRANT EXECUTE ON FUNCTION api.token_revoke(bigint, integer) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
