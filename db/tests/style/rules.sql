-- Every error that a function raises is a rule with a name, a SQLSTATE and an explanation.
BEGIN;
SELECT plan(6);

-- The statements that raise an error, out of the bodies: a comment or a semicolon in a message does not mislead.
CREATE TEMPORARY VIEW raised AS
SELECT
    p.oid::regprocedure AS raised_by,
    m.found[1] AS statement,
    substring(m.found[1] FROM $re$\mERRCODE\s*:?=\s*'([0-9A-Z]{5})'$re$) AS sqlstate,
    substring(m.found[1] FROM $re$\mCONSTRAINT\s*:?=\s*'([a-z0-9_]+)'$re$) AS rule
FROM pg_proc AS p
CROSS JOIN
    regexp_matches(
        regexp_replace(p.prosrc, $re$(^|\n)\s*--[^\n]*|\s--\s[^\n']*(?=\n)$re$, '', 'g'),
        $re$\mRAISE\s+(?!NOTICE|WARNING|INFO|LOG|DEBUG)((?:[^;']|'(?:[^']|'')*')+);$re$,
        'g'
    ) AS m (found)
WHERE p.pronamespace IN ('api'::regnamespace, 'internal'::regnamespace);

-- A RAISE that never leaves its function, because a handler of the same function takes it.
CREATE TEMPORARY TABLE handled (raised_by regprocedure, statement text, reason text NOT NULL);
INSERT INTO handled VALUES
('internal.list_cursor_read(text,text,text)', 'invalid_parameter_value', 'joins the errors of the casts above it, and becomes cursor_invalid');

SELECT isnt_empty('SELECT FROM raised', 'the functions raise errors');

SELECT is_empty(
    $$SELECT r.raised_by, r.statement
        FROM raised AS r
       WHERE (r.sqlstate IS NULL OR r.rule IS NULL)
         AND NOT EXISTS (SELECT FROM handled AS h WHERE h.raised_by = r.raised_by AND h.statement = r.statement)$$,
    'every RAISE names an ERRCODE and a CONSTRAINT'
);

-- A function may raise what a constraint would have said, with the SQLSTATE that the constraint has.
SELECT is_empty(
    $$SELECT r.raised_by, r.rule, r.sqlstate
        FROM raised AS r
       WHERE r.rule IS NOT NULL
         AND NOT EXISTS (SELECT FROM desk.rule AS k WHERE k.name = r.rule AND k.sqlstate = r.sqlstate)
         AND NOT EXISTS (
                 SELECT FROM pg_constraint AS k
                  WHERE k.connamespace = 'desk'::regnamespace
                    AND k.conname = r.rule
                    AND r.sqlstate = CASE k.contype
                                         WHEN 'c' THEN '23514' WHEN 'f' THEN '23503' WHEN 'x' THEN '23P01' ELSE '23505'
                                     END
             )
         AND NOT EXISTS (
                 SELECT FROM pg_index AS i
                   JOIN pg_class AS c ON c.oid = i.indexrelid
                  WHERE c.relnamespace = 'desk'::regnamespace
                    AND c.relname = r.rule
                    AND i.indisunique
                    AND r.sqlstate = '23505'
             )$$,
    'every rule that is raised stands in desk.rule with that SQLSTATE, or is a constraint'
);

SELECT is_empty(
    $$SELECT k.name FROM desk.rule AS k WHERE k.name NOT IN (SELECT r.rule FROM raised AS r WHERE r.rule IS NOT NULL)$$,
    'every rule in desk.rule is raised somewhere'
);

SELECT is_empty(
    'SELECT r.name FROM api.rule_list() AS r GROUP BY r.name HAVING count(*) > 1',
    'no two rules have the same name, of whichever kind and table'
);

SELECT is_empty(
    'SELECT r.name FROM api.rule_list() AS r WHERE coalesce(r.explanation, '''') = ''''',
    'every rule is explained'
);

SELECT * FROM finish();
ROLLBACK;
