-- Deploy ticketfirst:functions/idempotency_keep to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- Without enable_seqscan = off, a session that made its plans while there were few keys would read all of them to clear two
-- away, until the next ANALYZE: 2.9 ms a write with 30,000 keys.
CREATE OR REPLACE FUNCTION api.idempotency_keep(key text, answer json)
RETURNS json
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET enable_seqscan = off
AS $$
-- Purpose: keeps the answer of a write for whoever repeats it with the same key.
-- Parameters: key: what api.enter was given in this transaction, NULL: nothing is kept; answer: the answer, whose member
--             "secret", if it has one, is kept as null.
-- Returns: the answer, as it was given.
-- Raises: TF409 idempotency_key_not_entered.
-- Tables: writes desk.idempotency_key.
DECLARE
    v_kept json;
BEGIN
    IF idempotency_keep.key IS NULL THEN
        RETURN idempotency_keep.answer;
    END IF;
    v_kept := idempotency_keep.answer;
    IF idempotency_keep.answer ->> 'secret' IS NOT NULL THEN
        v_kept := (
            SELECT json_object_agg(f.key, CASE WHEN f.key <> 'secret' THEN f.value END)
              FROM json_each(idempotency_keep.answer) AS f
        );
    END IF;

    UPDATE desk.idempotency_key AS k
       SET answer = v_kept
     WHERE k.actor = internal.actor_name(internal.actor())
       AND k.key = idempotency_keep.key
       AND k.key = current_setting('ticketfirst.idempotency_key', true)
       AND k.answer IS NULL;
    IF NOT FOUND THEN
        RAISE EXCEPTION 'this transaction has not entered with idempotency key %', idempotency_keep.key
            USING ERRCODE = 'TF409', CONSTRAINT = 'idempotency_key_not_entered', COLUMN = 'key';
    END IF;

    -- Each new key clears up to two old ones away, so that the table needs no other housekeeping.
    DELETE FROM desk.idempotency_key AS k
     WHERE k.ctid = ANY (ARRAY(
               SELECT o.ctid
                 FROM desk.idempotency_key AS o
                WHERE o.created_at < now() - interval '24 hours'
                ORDER BY o.created_at
                LIMIT 2
                  FOR UPDATE SKIP LOCKED
           ));
    RETURN idempotency_keep.answer;
END;
$$;

COMMENT ON FUNCTION api.idempotency_keep(text, json) IS
'Keeps the answer of a write under its idempotency key, but for a member "secret", and returns it. Raises TF409 idempotency_key_not_entered.';
GRANT EXECUTE ON FUNCTION api.idempotency_keep(text, json) TO ticketfirst_gateway;

COMMIT;
