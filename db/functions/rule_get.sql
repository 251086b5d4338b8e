-- Deploy ticketfirst:functions/rule_get to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.rule_get(name text)
RETURNS api.rule
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER
SET search_path = pg_catalog, pg_temp SET plan_cache_mode = 'force_generic_plan'
AS $$
-- Purpose: what a rule says, for whoever met it as the CONSTRAINT of an error. Each kind of rule is looked up by an index,
--          so no value needs a plan of its own: making it would take ten times as long as the lookup.
-- Parameters: name: the rule's; of a NOT NULL, whose error names no constraint, <table>_<column>_not_null.
-- Returns: the rule.
-- Raises: TF404 rule_not_found.
-- Tables: reads desk.rule and the catalogue.
DECLARE
    v_rule api.rule;
    v_table oid;
    v_columns smallint [];
    v_stem CONSTANT text := substring(rule_get.name FROM '^(.+)_not_null$');
BEGIN
    v_rule.name := rule_get.name;

    -- What a function raises: the error itself tells the field.
    SELECT r.sqlstate, r.explanation
      INTO v_rule.sqlstate, v_rule.explanation
      FROM desk.rule AS r
     WHERE r.name = rule_get.name;
    IF NOT FOUND THEN
        SELECT CASE k.contype WHEN 'c' THEN '23514' WHEN 'f' THEN '23503' WHEN 'x' THEN '23P01' ELSE '23505' END,
               d.description, coalesce(u.objid, k.conrelid), coalesce(k.conkey, ARRAY[u.objsubid::smallint])
          INTO v_rule.sqlstate, v_rule.explanation, v_table, v_columns
          FROM pg_catalog.pg_constraint AS k
          -- A domain's constraint is one of the column that has the domain, and so depends on it: only that is in an index.
          LEFT JOIN (
                        pg_catalog.pg_depend AS u
                        JOIN pg_catalog.pg_class AS c ON c.oid = u.objid AND c.relkind IN ('r', 'p')
                    )
            ON u.refclassid = 'pg_catalog.pg_type'::regclass AND u.refobjid = k.contypid
               AND u.classid = 'pg_catalog.pg_class'::regclass AND u.objsubid > 0
          LEFT JOIN pg_catalog.pg_description AS d
            ON d.objoid = k.oid AND d.classoid = 'pg_catalog.pg_constraint'::regclass AND d.objsubid = 0
         WHERE k.conname = rule_get.name
           AND k.connamespace = 'desk'::regnamespace
           AND k.contype IN ('c', 'f', 'p', 'u', 'x');
    END IF;
    IF NOT FOUND THEN
        -- An expression among the keys has its columns in the expression's tree.
        SELECT '23505', d.description, i.indrelid,
               (i.indkey::smallint [])[0:i.indnkeyatts - 1] || ARRAY(
                   SELECT m.found[1]::smallint
                     FROM regexp_matches(i.indexprs::text, ':varattno (\d+)', 'g') AS m (found)
               )
          INTO v_rule.sqlstate, v_rule.explanation, v_table, v_columns
          FROM pg_catalog.pg_class AS c
          JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
          LEFT JOIN pg_catalog.pg_description AS d
            ON d.objoid = c.oid AND d.classoid = 'pg_catalog.pg_class'::regclass AND d.objsubid = 0
         WHERE c.relname = rule_get.name
           AND c.relnamespace = 'desk'::regnamespace
           AND i.indisunique;
    END IF;
    IF NOT FOUND AND v_stem IS NOT NULL THEN
        -- Any underscore may be the one between table and column.
        SELECT '23502', format('Column %s of %s is needed.', a.attname, c.relname), c.oid, ARRAY[a.attnum]
          INTO v_rule.sqlstate, v_rule.explanation, v_table, v_columns
          FROM generate_series(1, 63) AS g (n)
          JOIN pg_catalog.pg_class AS c ON c.relname = left(v_stem, g.n)
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid AND a.attname = substr(v_stem, g.n + 2)
         WHERE substr(v_stem, g.n + 1, 1) = '_'
           AND c.relnamespace = 'desk'::regnamespace
           AND c.relkind IN ('r', 'p')
           AND a.attnum > 0
           AND a.attnotnull
           AND a.attidentity = ''
           AND a.attname !~ '_key$';
    END IF;
    IF v_rule.sqlstate IS NULL THEN
        RAISE EXCEPTION 'rule % does not exist', rule_get.name
            USING ERRCODE = 'TF404', CONSTRAINT = 'rule_not_found', COLUMN = 'name';
    END IF;

    -- For name_key, which nobody but a trigger writes, say name.
    v_rule.fields := ARRAY(
        SELECT f.name
          FROM unnest(v_columns) WITH ORDINALITY AS u (attnum, ordinal)
          JOIN pg_catalog.pg_attribute AS a ON a.attrelid = v_table AND a.attnum = u.attnum
         CROSS JOIN LATERAL regexp_replace(a.attname::text, '_key$', '') AS f (name)
         GROUP BY f.name
         ORDER BY min(u.ordinal)
    );
    RETURN v_rule;
END;
$$;

COMMENT ON FUNCTION api.rule_get(text) IS
'What the rule says that an error names as its constraint. Of a NOT NULL, the name is <table>_<column>_not_null. Needs no actor. Raises TF404 rule_not_found.';
GRANT EXECUTE ON FUNCTION api.rule_get(text) TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
