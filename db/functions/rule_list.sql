-- Deploy ticketfirst:functions/rule_list to pg
BEGIN;
SET LOCAL ROLE ticketfirst_api;

CREATE OR REPLACE FUNCTION api.rule_list()
RETURNS SETOF api.rule
LANGUAGE plpgsql STABLE CALLED ON NULL INPUT PARALLEL RESTRICTED SECURITY DEFINER ROWS 200
SET search_path = pg_catalog, pg_temp
AS $$
-- Purpose: every rule that an error may name. Here are the names; what they say, api.rule_get tells.
-- Returns: the rules, by name.
-- Tables: reads desk.rule and the catalogue.
BEGIN
    RETURN QUERY
    SELECT r.*
      FROM (
               SELECT k.name FROM desk.rule AS k
                UNION ALL
               SELECT k.conname::text
                 FROM pg_catalog.pg_constraint AS k
                WHERE k.connamespace = 'desk'::regnamespace
                  AND k.contype IN ('c', 'f', 'p', 'u', 'x')
                UNION ALL
               SELECT c.relname::text
                 FROM pg_catalog.pg_class AS c
                 JOIN pg_catalog.pg_index AS i ON i.indexrelid = c.oid
                WHERE c.relnamespace = 'desk'::regnamespace
                  AND i.indisunique
                  AND NOT EXISTS (
                          SELECT FROM pg_catalog.pg_constraint AS k
                           WHERE k.conindid = c.oid AND k.contype IN ('p', 'u', 'x')
                      )
                UNION ALL
               SELECT format('%s_%s_not_null', c.relname, a.attname)
                 FROM pg_catalog.pg_class AS c
                 JOIN pg_catalog.pg_attribute AS a ON a.attrelid = c.oid
                WHERE c.relnamespace = 'desk'::regnamespace
                  AND c.relkind IN ('r', 'p')
                  AND a.attnum > 0
                  AND a.attnotnull
                  AND a.attidentity = ''
                  AND a.attname !~ '_key$'
           ) AS n (name)
     CROSS JOIN LATERAL api.rule_get(n.name) AS r
     ORDER BY n.name COLLATE "C";
END;
$$;

COMMENT ON FUNCTION api.rule_list() IS
'Every rule that an error may name, by name: those of functions, constraints, unique indexes and NOT NULL. Needs no actor.';
GRANT EXECUTE ON FUNCTION api.rule_list() TO ticketfirst_gateway, ticketfirst_service;

COMMIT;
