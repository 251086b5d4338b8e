-- Deploy ticketfirst:functions/permission_covers to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- The one place that says what a role and the scopes of a token give; what it gives a role without scopes, internal.permission_require
-- asks by itself first, for speed. SQL without settings, so that it is written into the queries that ask.
CREATE OR REPLACE FUNCTION internal.permission_covers(source desk.permission, actor internal.actor)
RETURNS boolean
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN CASE
    -- Whoever made the token could set the clock, and gave that away: an import writes in the actor's own name.
    WHEN (source).scope = 'clock' AND 'clock' = ANY ((actor).scopes) THEN true
    ELSE (actor).role = ANY ((source).roles)
        AND ((actor).scopes IS NULL OR (source).scope IS NULL OR (source).scope = ANY ((actor).scopes))
END;

COMMENT ON FUNCTION internal.permission_covers(desk.permission, internal.actor) IS
'Whether an actor has a permission: by its role, within the scopes of its token. A token with scope clock sets the clock whatever the role.';
GRANT EXECUTE ON FUNCTION internal.permission_covers(desk.permission, internal.actor) TO ticketfirst_api;

COMMIT;
