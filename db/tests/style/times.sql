-- Every time that a rule keeps in range is kept in the same one: the years 1 to 9999 in any time zone.
BEGIN;
SELECT plan(3);

CREATE TEMPORARY VIEW range AS
SELECT
    k.conname AS name,
    k.conrelid AS relation,
    k.conkey AS columns,
    pg_get_constraintdef(k.oid) AS definition,
    obj_description(k.oid, 'pg_constraint') AS explanation
FROM pg_constraint AS k
WHERE k.connamespace = 'desk'::regnamespace AND k.conname ~ '_times?_in_range$';

SET LOCAL timezone = 'UTC';
SELECT is_empty(
    $$SELECT r.name, r.definition FROM range AS r
       WHERE regexp_replace(r.definition, '(LEAST|GREATEST)\(([a-z_]+, )+[a-z_]+\)|\m(created|happened)_at\M', 't', 'g')
          <> 'CHECK (((t >= ''0001-01-02 00:00:00+00''::timestamp with time zone) AND (t < ''9999-12-31 00:00:00+00''::timestamp with time zone)))'$$,
    'each range is the same'
);
SELECT is_empty(
    $$SELECT r.name FROM range AS r
       WHERE EXISTS (
                 SELECT FROM pg_attribute AS a
                  WHERE a.attrelid = r.relation AND a.atttypid = 'timestamptz'::regtype AND NOT a.attisdropped
                    AND a.attnum <> ALL (r.columns)
             )$$,
    'each holds for all times of its table'
);
SELECT is_empty(
    $$SELECT r.name FROM range AS r WHERE r.explanation !~ 'from 0001-01-02 to 9999-12-30 in UTC'$$,
    'each says where it ends'
);

SELECT * FROM finish();
ROLLBACK;
