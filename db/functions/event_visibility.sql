-- Deploy ticketfirst:functions/event_visibility to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.event_visibility(entity text, old jsonb, new jsonb, changes jsonb)
RETURNS text
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN CASE
    WHEN entity = 'ticket' AND changes - cast('{team_id,comment_count,last_comment_at}' AS text []) <> '{}' THEN 'public'
    WHEN entity = 'comment' AND coalesce(old ->> 'visibility', 'public') = 'public'
        AND coalesce(new ->> 'visibility', 'public') = 'public' THEN 'public'
    ELSE 'internal'
END;

COMMENT ON FUNCTION internal.event_visibility(text, jsonb, jsonb, jsonb) IS
'public, or internal: what a client does not see of the journal: internal comments, that they are counted, teams, and all that is not of tickets.';

COMMIT;
