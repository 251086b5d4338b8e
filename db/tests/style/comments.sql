-- Everything that a reader of the catalogue meets says what it is for.
BEGIN;
SELECT plan(11);

SELECT is_empty(
    $$SELECT n.nspname
        FROM pg_namespace AS n
       WHERE n.nspname IN ('desk', 'api', 'internal') AND obj_description(n.oid, 'pg_namespace') IS NULL$$,
    'every schema has a comment'
);

SELECT is_empty(
    $$SELECT c.oid::regclass
        FROM pg_class AS c
       WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
         AND obj_description(c.oid, 'pg_class') IS NULL$$,
    'every table has a comment'
);

SELECT is_empty(
    $$SELECT format('%s.%I', c.oid::regclass, a.attname)
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND c.relkind IN ('r', 'p', 'v', 'm', 'f')
         AND col_description(c.oid, a.attnum) IS NULL$$,
    'every column has a comment'
);

SELECT is_empty(
    $$SELECT format('%s on %s', k.conname, coalesce(nullif(k.conrelid, 0)::regclass::text, k.contypid::regtype::text))
        FROM pg_constraint AS k
       WHERE k.connamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND k.contype IN ('c', 'f', 'p', 'u', 'x') -- from 18 on a NOT NULL is listed, too: its column says it
         AND obj_description(k.oid, 'pg_constraint') IS NULL$$,
    'every constraint has a comment: it is the explanation of a rule'
);

SELECT is_empty(
    $$SELECT i.indexrelid::regclass
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
       WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND NOT EXISTS (SELECT FROM pg_constraint AS k WHERE k.conindid = i.indexrelid AND k.contype IN ('p', 'u', 'x'))
         AND obj_description(c.oid, 'pg_class') IS NULL$$,
    'every index that is not a constraint''s has a comment'
);

SELECT is_empty(
    $$SELECT format('%s on %s', p.polname, p.polrelid::regclass)
        FROM pg_policy AS p
       WHERE obj_description(p.oid, 'pg_policy') IS NULL$$,
    'every policy has a comment'
);

SELECT is_empty(
    $$SELECT format('%s on %s', t.tgname, t.tgrelid::regclass)
        FROM pg_trigger AS t
        JOIN pg_class AS c ON c.oid = t.tgrelid
       WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND NOT t.tgisinternal
         AND obj_description(t.oid, 'pg_trigger') IS NULL$$,
    'every trigger has a comment'
);

SELECT is_empty(
    $$SELECT p.oid::regprocedure
        FROM pg_proc AS p
       WHERE p.pronamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND obj_description(p.oid, 'pg_proc') IS NULL$$,
    'every function has a comment'
);

SELECT is_empty(
    $$SELECT t.oid::regtype
        FROM pg_type AS t
        LEFT JOIN pg_class AS c ON c.oid = t.typrelid
       WHERE t.typnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND (t.typtype IN ('d', 'e', 'r') OR c.relkind = 'c')
         AND obj_description(t.oid, 'pg_type') IS NULL$$,
    'every type has a comment'
);

SELECT is_empty(
    $$SELECT format('%s.%I', c.oid::regclass, a.attname)
        FROM pg_class AS c
        JOIN pg_attribute AS a ON a.attrelid = c.oid AND a.attnum > 0 AND NOT a.attisdropped
       WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND c.relkind = 'c'
         AND col_description(c.oid, a.attnum) IS NULL$$,
    'every attribute of a composite type has a comment'
);

SELECT set_eq(
    $$SELECT r.rolname, shobj_description(r.oid, 'pg_authid') IS NOT NULL FROM pg_roles AS r WHERE r.rolname ~ '^ticketfirst_'$$,
    $$VALUES ('ticketfirst_api'::name, true), ('ticketfirst_gateway', true), ('ticketfirst_owner', true), ('ticketfirst_service', true)$$,
    'the roles are these four, and each has a comment'
);

SELECT * FROM finish();
ROLLBACK;
