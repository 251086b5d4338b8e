-- Deploy ticketfirst:functions/administrator_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.administrator_require(action text, field text DEFAULT NULL)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY INVOKER
SET search_path = ''
AS $$
-- Purpose: refuses a caller who is not an administrator.
-- Parameters: action: what was tried, as in 'only an administrator may <action>'; field: the argument at fault, if one is.
-- Raises: TF403 administrator_only; 28000 actor_unknown.
BEGIN
    IF NOT internal.actor_is_administrator() THEN
        RAISE EXCEPTION 'only an administrator may %', administrator_require.action
            USING ERRCODE = 'TF403', CONSTRAINT = 'administrator_only', COLUMN = coalesce(administrator_require.field, '');
    END IF;
END;
$$;

COMMENT ON FUNCTION internal.administrator_require(text, text) IS
'Raises TF403 administrator_only unless the caller is an administrator.';
GRANT EXECUTE ON FUNCTION internal.administrator_require(text, text) TO ticketfirst_api;

COMMIT;
