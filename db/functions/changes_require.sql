-- Deploy ticketfirst:functions/changes_require to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.changes_require(changes jsonb, shape jsonb)
RETURNS void
LANGUAGE plpgsql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: refuses a merge patch that is no object, or has other fields or types than the entity.
-- Parameters: changes: the patch; shape: {field: JSON type}, null being allowed everywhere (the column decides).
-- Raises: TF422 changes_not_object, changes_field_unknown, changes_field_type.
DECLARE
    v_field record;
BEGIN
    IF jsonb_typeof(changes_require.changes) IS DISTINCT FROM 'object' THEN
        RAISE EXCEPTION 'the changes must be a JSON object'
            USING ERRCODE = 'TF422', CONSTRAINT = 'changes_not_object', COLUMN = 'changes';
    END IF;

    FOR v_field IN
        SELECT f.key, jsonb_typeof(f.value) AS type, changes_require.shape ->> f.key AS expected
          FROM jsonb_each(changes_require.changes) AS f
    LOOP
        IF v_field.expected IS NULL THEN
            RAISE EXCEPTION 'there is no field "%" to change: the fields are %', left(v_field.key, 63),
                (SELECT string_agg(k.key, ', ') FROM jsonb_object_keys(changes_require.shape) AS k (key))
                USING ERRCODE = 'TF422', CONSTRAINT = 'changes_field_unknown', COLUMN = left(v_field.key, 63);
        ELSIF v_field.type NOT IN (v_field.expected, 'null') THEN
            RAISE EXCEPTION 'field "%" must be of type %, not %', v_field.key, v_field.expected, v_field.type
                USING ERRCODE = 'TF422', CONSTRAINT = 'changes_field_type', COLUMN = v_field.key;
        END IF;
    END LOOP;
END;
$$;

COMMENT ON FUNCTION internal.changes_require(jsonb, jsonb) IS
'Raises TF422 changes_not_object, changes_field_unknown, changes_field_type.';
GRANT EXECUTE ON FUNCTION internal.changes_require(jsonb, jsonb) TO ticketfirst_api;

COMMIT;
