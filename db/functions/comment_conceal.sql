-- Deploy ticketfirst:functions/comment_conceal to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.comment_conceal(id bigint, actor internal.actor, rounds integer DEFAULT 1)
RETURNS void
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: before a caller is told that a comment does not exist: asks what the policies have not asked, because there is
--          none, or because one answer was enough, so that the time does not tell which it is. See internal.ticket_conceal.
-- Parameters: actor: the caller; rounds: how often a hidden comment has been looked at.
-- Raises: 28000 actor_unknown.
-- Tables: reads desk.comment, desk.ticket.
DECLARE
    v_visibility text;
BEGIN
    SELECT cast(c.visibility AS text) INTO v_visibility FROM desk.comment AS c WHERE c.id = comment_conceal.id;
    FOR i IN 1 .. comment_conceal.rounds LOOP
        IF v_visibility IS DISTINCT FROM 'internal' THEN
            PERFORM internal.actor_sees('see_internal_comments');
        END IF;
        IF v_visibility IS NULL
            OR (v_visibility = 'internal' AND 'see_internal_comments' <> ALL ((comment_conceal.actor).sights)) THEN
            PERFORM internal.actor_team_keys(), internal.actor_client_ids(), internal.actor_sees('see_all_tickets')
               FROM desk.ticket AS k ORDER BY k.id LIMIT 1;
        END IF;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION internal.comment_conceal(bigint, internal.actor, integer) IS
'Takes as long for a comment that never was as the policies take to hide one. Raises 28000 actor_unknown.';
GRANT EXECUTE ON FUNCTION internal.comment_conceal(bigint, internal.actor, integer) TO ticketfirst_api;

COMMIT;
