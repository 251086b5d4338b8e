-- Deploy ticketfirst:functions/actor_leave to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Leaves an actor in the transaction, under the seal and a '|', which no name in an actor has. Transaction-local: the next
-- transaction on this connection finds nothing, and a copy of it kept elsewhere does not fit. Whoever enters next in the
-- same transaction, as reads share one, overwrites it. SQL without settings, so that it is written into the expression that
-- asks; whoever asks has SET debug_print_plan = off, since the plan holds the key.
CREATE OR REPLACE FUNCTION internal.actor_leave(actor text)
RETURNS text
LANGUAGE sql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY INVOKER
RETURN set_config('ticketfirst.actor', internal.seal(actor) || '|' || actor, true);

COMMENT ON FUNCTION internal.actor_leave(text) IS
'Makes the actor, an internal.actor as text, the one who is asking, until the transaction ends. The owner''s alone.';

COMMIT;
