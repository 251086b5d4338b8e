-- Deploy ticketfirst:functions/idempotency_enter to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.idempotency_enter(actor text, key text, fingerprint bytea)
RETURNS json
LANGUAGE plpgsql VOLATILE CALLED ON NULL INPUT PARALLEL UNSAFE SECURITY DEFINER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: takes an idempotency key, waiting for whoever holds it at this moment, or finds its answer.
-- Parameters: actor: whose key it is; key: method, path and key of the request; fingerprint: a hash of the request.
-- Returns: the first answer, or NULL where the key is new (or was rolled back).
-- Raises: TF422 idempotency_key_reused; TF409 idempotency_key_unanswered; 23502 on fingerprint;
--         23514 idempotency_key_length, idempotency_key_fingerprint_length.
-- Tables: writes desk.idempotency_key.
DECLARE
    v_key desk.idempotency_key;
BEGIN
    INSERT INTO desk.idempotency_key AS k (actor, key, fingerprint)
    VALUES (idempotency_enter.actor, idempotency_enter.key, idempotency_enter.fingerprint)
    ON CONFLICT ON CONSTRAINT idempotency_key_pkey DO NOTHING;
    IF FOUND THEN
        RETURN NULL;
    END IF;

    SELECT k.*
      INTO v_key
      FROM desk.idempotency_key AS k
     WHERE k.actor = idempotency_enter.actor
       AND k.key = idempotency_enter.key;
    IF v_key.fingerprint <> idempotency_enter.fingerprint THEN
        RAISE EXCEPTION 'the idempotency key was used before with another request'
            USING ERRCODE = 'TF422', CONSTRAINT = 'idempotency_key_reused', COLUMN = 'key';
    ELSIF v_key.answer IS NULL THEN
        RAISE EXCEPTION 'the idempotency key was entered before, but no answer was kept'
            USING ERRCODE = 'TF409', CONSTRAINT = 'idempotency_key_unanswered', COLUMN = 'key';
    END IF;
    RETURN v_key.answer;
END;
$$;

COMMENT ON FUNCTION internal.idempotency_enter(text, text, bytea) IS
'The first answer to an idempotency key, or NULL where it is new. Raises TF422 idempotency_key_reused; TF409 idempotency_key_unanswered.';

COMMIT;
