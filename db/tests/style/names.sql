-- Names and types follow the conventions, so that a caller can guess them.
BEGIN;
SELECT plan(12);

-- Columns of tables, and attributes of composite types.
CREATE TEMPORARY VIEW field AS
SELECT
    c.oid::regclass AS relation,
    c.relnamespace::regnamespace AS schema,
    c.relkind AS kind,
    a.attname AS name,
    a.atttypid::regtype AS type,
    a.attidentity AS identity,
    a.attnum AS position
FROM pg_class AS c
JOIN pg_attribute AS a ON c.oid = a.attrelid AND a.attnum > 0 AND NOT a.attisdropped
WHERE
    c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
    AND c.relkind IN ('r', 'p', 'v', 'm', 'c');

SELECT is_empty(
    $$WITH named (kind, name) AS (
          SELECT 'relation', c.relname
            FROM pg_class AS c
           WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
          UNION ALL
          SELECT 'field of ' || f.relation, f.name FROM field AS f
          UNION ALL
          SELECT 'constraint', k.conname
            FROM pg_constraint AS k
           WHERE k.connamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
          UNION ALL
          SELECT 'policy', p.polname FROM pg_policy AS p
          UNION ALL
          SELECT 'function', p.proname
            FROM pg_proc AS p
           WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
          UNION ALL
          SELECT 'parameter of ' || p.oid::regprocedure, a.name
            FROM pg_proc AS p
           CROSS JOIN unnest(p.proargnames) AS a (name)
           WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
      )
      SELECT n.kind, n.name FROM named AS n WHERE n.name !~ '^[a-z][a-z0-9]*(_[a-z0-9]+)*$'$$,
    'every name is in snake case'
);

SELECT is_empty(
    $$SELECT p.oid::regprocedure
        FROM pg_proc AS p
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND p.pronargs > 0
         AND (p.proargnames IS NULL OR '' = ANY (p.proargnames))$$,
    'every parameter has a name, so that callers can write name => value'
);

SELECT is_empty(
    $$SELECT p.oid::regprocedure
        FROM pg_proc AS p
       WHERE p.pronamespace = 'api'::regnamespace
         AND p.proname !~ '^(ticket|comment|agent|client|team|organisation|service|token|identity|rule|idempotency)_[a-z]+(_[a-z]+)*$'
         AND p.proname NOT IN ('enter', 'act_for', 'me', 'health')$$,
    'a public function is called after its noun, then its verb'
);

SELECT is_empty(
    $$SELECT p.proname
        FROM pg_proc AS p
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
       GROUP BY p.proname
      HAVING count(*) > 1$$,
    'no two functions have the same name: one file, one function'
);

SELECT is_empty(
    $$SELECT f.relation, f.name
        FROM field AS f
       WHERE (f.type = 'timestamptz'::regtype) <> (f.name ~ '_at$')$$,
    'a time ends in _at, and nothing else does'
);

SELECT is_empty(
    $$SELECT f.relation, f.name
        FROM field AS f
       WHERE (f.type = 'boolean'::regtype) <> (f.name ~ '^(active|is_[a-z_]+)$')$$,
    'a boolean is called active or is_…, and nothing else is'
);

SELECT is_empty(
    $$SELECT f.relation, f.name
        FROM field AS f
       WHERE f.type = 'bigint'::regtype AND f.name !~ '^(id|[a-z_]+_(id|count))$'
      UNION ALL
      SELECT f.relation, f.name
        FROM field AS f
        JOIN pg_constraint AS k ON k.conrelid = f.relation AND k.contype = 'f' AND f.position = ANY (k.conkey)
                               AND k.confrelid <> 'desk.role'::regclass -- known by its name
       WHERE f.name !~ '_id$'$$,
    'a reference ends in _id, and a bigint is an id, a reference or a count'
);

SELECT is_empty(
    $$SELECT f.relation::text, f.name::text
        FROM field AS f
       WHERE f.type IN ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype, 'varchar'::regtype, 'bpchar'::regtype,
                        'money'::regtype, 'real'::regtype, 'double precision'::regtype)
      UNION ALL
      SELECT p.oid::regprocedure::text, t.oid::regtype::text
        FROM pg_proc AS p
       CROSS JOIN unnest(p.prorettype || coalesce(p.proallargtypes, p.proargtypes::oid [])) AS t (oid)
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND t.oid IN ('timestamp'::regtype, 'time'::regtype, 'timetz'::regtype, 'varchar'::regtype, 'bpchar'::regtype,
                       'money'::regtype, 'real'::regtype, 'double precision'::regtype)$$,
    'times have a time zone, text is text, and numbers are exact'
);

SELECT is_empty(
    $$SELECT f.relation, f.name
        FROM field AS f
       WHERE f.schema = 'desk'::regnamespace
         AND f.name = 'id'
         AND (f.type <> 'bigint'::regtype OR f.identity = '')$$,
    'an id is a bigint identity'
);

SELECT is_empty(
    $$SELECT f.relation, f.name
        FROM field AS f
       WHERE f.name ~ '_key$'
         AND NOT EXISTS (SELECT FROM field AS o WHERE o.relation = f.relation AND o.name = regexp_replace(f.name, '_key$', ''))$$,
    'a column that ends in _key is what a trigger writes to find the column before it by: api.rule_get names that one'
);

SELECT is_empty(
    $$SELECT d.adrelid::regclass, pg_get_expr(d.adbin, d.adrelid)
        FROM pg_attrdef AS d
        JOIN pg_class AS c ON c.oid = d.adrelid
       WHERE c.relnamespace = 'desk'::regnamespace AND pg_get_expr(d.adbin, d.adrelid) ~ 'nextval'$$,
    'no column is serial'
);

SELECT is_empty(
    $$SELECT t.tgrelid::regclass, t.tgname
        FROM pg_trigger AS t
        JOIN pg_class AS c ON c.oid = t.tgrelid
       WHERE c.relnamespace = 'desk'::regnamespace
         AND NOT t.tgisinternal
         AND t.tgname !~ ('^' || c.relname || '_[a-z]+(_[a-z]+)*$')$$,
    'a trigger is called after its table'
);

SELECT * FROM finish();
ROLLBACK;
