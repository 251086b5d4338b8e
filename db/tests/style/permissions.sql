-- What may be done is asked for by its name, and what is seen by the policies: nothing is forgotten, nothing misspelt.
BEGIN;
SELECT plan(13);

-- Bodies without their comments, those in standard SQL as the catalogue has them.
CREATE TEMPORARY VIEW body AS
SELECT
    p.pronamespace::regnamespace::text AS schema,
    p.proname::text AS name,
    coalesce(pg_get_function_sqlbody(p.oid), regexp_replace(p.prosrc, $re$(^|\n)\s*--[^\n]*|\s--\s[^\n']*(?=\n)$re$, '', 'g')) AS source
FROM pg_proc AS p
WHERE p.pronamespace IN ('api'::regnamespace, 'internal'::regnamespace);

-- The permissions that a function asks for: by internal.permission_require, or when it locks what it is about to write ...
CREATE TEMPORARY VIEW asked_itself AS
SELECT DISTINCT b.schema, b.name, l.found[1] AS permission
FROM body AS b
CROSS JOIN regexp_matches(b.source, $re$\m(?:permission_require|[a-z]+_lock)\s*\(([^;]*)$re$, 'g') AS c (found)
CROSS JOIN regexp_matches(c.found[1], $re$'([a-z]+(?:_[a-z]+)+)'$re$, 'g') AS l (found)
WHERE b.name <> 'permission_require' AND EXISTS (SELECT FROM desk.permission AS p WHERE p.name = l.found[1]);
-- ... or a public one by an internal function that it calls.
CREATE TEMPORARY VIEW asked AS
SELECT i.schema, i.name, i.permission FROM asked_itself AS i
UNION
SELECT b.schema, b.name, i.permission
FROM asked_itself AS i
INNER JOIN body AS b ON b.schema = 'api' AND i.schema = 'internal' AND b.source ~ ('\minternal\.' || i.name || '\s*\(');

-- Each with its reason.
CREATE TEMPORARY TABLE excepted (name text PRIMARY KEY, reason text NOT NULL);
INSERT INTO excepted VALUES
('enter', 'lets the caller in: before it there is nobody to ask for a permission'),
('act_for', 'asks act_for_agent or act_for_client, in internal.actor_act_for'),
('idempotency_keep', 'answers the key that the caller has just entered with'),
('me', 'everybody may know who they are and what they may do'),
('health', 'whether the database is well is no secret, and asked without a token'),
('rule_get', 'what a refusal means is no secret, and asked without a token'),
('rule_list', 'the same');

SELECT isnt_empty('SELECT FROM asked', 'functions ask for permissions');
SELECT is_empty(
    $$SELECT b.name
        FROM body AS b
       WHERE b.schema = 'api'
         AND b.name NOT IN (SELECT e.name FROM excepted AS e)
         AND b.name !~ '_page$'
         AND NOT EXISTS (SELECT FROM asked AS a WHERE a.schema = 'api' AND a.name = b.name AND a.permission = b.name)$$,
    'every public function asks for the permission of its own name'
);
SELECT is_empty(
    $$SELECT b.name
        FROM body AS b
       WHERE b.schema = 'api'
         AND b.name ~ '_page$'
         AND NOT EXISTS (
                 SELECT FROM asked AS a
                  WHERE a.schema = 'api' AND a.name = b.name AND a.permission = regexp_replace(b.name, '_page$', '_list')
             )
         AND NOT EXISTS (
                 SELECT FROM asked AS a
                  WHERE a.schema = 'api'
                    AND a.name IN (regexp_replace(b.name, '_page$', '_list'), regexp_replace(b.name, '_page$', ''))
                    AND a.permission = a.name
                    AND b.source ~ ('\mapi\.' || a.name || '\s*\(')
             )$$,
    'a page asks for its list''s, or is of a list that does'
);
SELECT is_empty(
    $$SELECT e.name FROM excepted AS e WHERE EXISTS (SELECT FROM asked AS a WHERE a.schema = 'api' AND a.name = e.name AND a.permission = e.name)$$,
    'no reason is given that is not needed'
);
SELECT is_empty(
    $$SELECT p.name FROM desk.permission AS p WHERE p.scope IS NOT NULL AND p.name NOT IN (SELECT a.permission FROM asked AS a)$$,
    'every permission is asked for somewhere'
);
SELECT is_empty(
    $$SELECT b.name, f.found
        FROM body AS b
       CROSS JOIN regexp_matches(b.source, $re$\m(?:permission_require\s*\([^;,]*,|[a-z]+_lock\s*\([^;]*actor,)\s*'([^']*)'$re$, 'g') AS f (found)
       WHERE NOT EXISTS (SELECT FROM desk.permission AS p WHERE p.name = f.found[1])$$,
    'and what is asked for is a permission'
);

-- the policies
CREATE TEMPORARY VIEW condition AS
SELECT p.polrelid::regclass::text AS relation, p.polname::text AS name, pg_get_expr(c.tree, p.polrelid) AS source
FROM pg_policy AS p
CROSS JOIN LATERAL (VALUES (p.polqual), (p.polwithcheck)) AS c (tree)
WHERE c.tree IS NOT NULL AND p.polroles = ARRAY(SELECT r.oid FROM pg_roles AS r WHERE r.rolname = 'ticketfirst_api');

SELECT is_empty(
    $$SELECT c.relation, c.name
        FROM condition AS c
       WHERE c.source !~ 'internal\.actor_'
         AND (c.relation, c.name, c.source) NOT IN (('desk.permission', 'permission_read', 'true'), ('desk.role', 'role_read', 'true'),
                                                    ('desk.rule', 'rule_read', 'true'))$$,
    'every policy of the public functions asks who is asking, but for what everybody may know'
);
SELECT is_empty(
    $$SELECT c.relation, c.name
        FROM condition AS c
       WHERE (SELECT count(*) FROM regexp_matches(c.source, 'internal\.actor[a-z_]*\(', 'g'))
          <> (SELECT count(*) FROM regexp_matches(c.source, '\( SELECT internal\.actor[a-z_]*\(', 'g'))$$,
    'within (SELECT …), so that it is asked once for a statement'
);
SELECT is_empty(
    $$SELECT c.relation, c.name, l.found
        FROM condition AS c
       CROSS JOIN regexp_matches(c.source, 'internal\.actor_(sees|may)\(([^()]*)\)', 'g') AS f (found)
       CROSS JOIN regexp_matches(f.found[2], '''([^'']*)''', 'g') AS l (found)
       WHERE NOT EXISTS (SELECT FROM desk.permission AS p WHERE p.name = l.found[1] AND (p.scope IS NULL) = (f.found[1] = 'sees'))$$,
    'of permissions that there are'
);
SELECT is_empty(
    $$SELECT p.name
        FROM desk.permission AS p
       WHERE p.scope IS NULL
         AND NOT EXISTS (SELECT FROM condition AS c WHERE c.source ~ ('actor_sees\(''' || p.name || ''''))
         AND NOT EXISTS (SELECT FROM body AS b WHERE b.schema = 'internal' AND b.source ~ ('''' || p.name || ''''))$$,
    'every sight is asked for somewhere'
);

-- who is asking
SELECT set_eq(
    $$SELECT b.name FROM body AS b WHERE b.source ~ 'ticketfirst\.actor\M'$$, ARRAY['actor', 'actor_leave'],
    'one function reads who is asking, one leaves it'
);
SELECT set_eq(
    $$SELECT b.name FROM body AS b WHERE b.source ~ '\mset_config\M|\m(SET|RESET)\s+(LOCAL\s+|SESSION\s+)?ticketfirst\.'$$,
    ARRAY['actor_leave', 'enter'], 'nothing else is left in a session'
);
SELECT is_empty(
    $$SELECT b.name FROM body AS b
       WHERE (SELECT count(*) FROM regexp_matches(b.source, '\mset_config\(', 'g'))
          <> (SELECT count(*) FROM regexp_matches(b.source, '\mset_config\([^;]*?,\s*true\s*\)', 'g'))$$,
    'and that for the transaction alone'
);

SELECT * FROM finish();
ROLLBACK;
