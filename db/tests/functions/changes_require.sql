BEGIN;
SELECT plan(11);

SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.changes_require(%L, ''{"a": "string", "b": "boolean", "c": "number"}'')', c.changes)))
       FROM (VALUES ('{}'), ('{"a": "x"}'), ('{"a": ""}'), ('{"a": null}'), ('{"b": true}'), ('{"b": null}'), ('{"c": 1}'), ('{"c": -1.5e3}'),
                    ('{"a": "x", "b": false, "c": null}')) AS c (changes)),
    ARRAY['allowed'], 'allows an object of the fields, with their types or null'
);
SELECT is(
    (SELECT array_agg(DISTINCT test.refusal(format('SELECT internal.changes_require(%L, ''{"a": "string"}'')', c.changes)))
       FROM (VALUES ('[]'), ('[{"a": "x"}]'), ('"a"'), ('1'), ('true'), ('null'), (NULL)) AS c (changes)),
    ARRAY['TF422 changes_not_object changes'], 'refuses what is no object'
);
SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT internal.changes_require(%L, ''{"a": "string"}'')', c.changes)) ORDER BY c.n)
       FROM (VALUES (1, '{"b": "x"}'), (2, '{"A": "x"}'), (3, '{"b": null}'), (4, '{"a": "x", "b": "x"}'), (5, '{"a ": "x"}')) AS c (n, changes)),
    ARRAY['TF422 changes_field_unknown b', 'TF422 changes_field_unknown A', 'TF422 changes_field_unknown b', 'TF422 changes_field_unknown b',
          'TF422 changes_field_unknown a '],
    'refuses a field that is not there'
);
SELECT is(test.refusal('SELECT internal.changes_require(''{"": "x"}'', ''{"a": "string"}'')'), 'TF422 changes_field_unknown', 'even without a name');
SELECT is(test.refusal(format('SELECT internal.changes_require(%L, ''{"a": "string"}'')', jsonb_build_object(repeat(U&'\+01F525', 100000), 1))),
          'TF422 changes_field_unknown ' || repeat(U&'\+01F525', 63), 'or with a long one, which is cut');
SELECT is(test.refusal('SELECT internal.changes_require(''{"a%s": "x"}'', ''{"a": "string"}'')'), 'TF422 changes_field_unknown a%s', 'or with signs in it');
SELECT is(
    (SELECT array_agg(test.refusal(format('SELECT internal.changes_require(%L, ''{"a": "string", "b": "boolean"}'')', c.changes)) ORDER BY c.n)
       FROM (VALUES (1, '{"a": 1}'), (2, '{"a": true}'), (3, '{"a": []}'), (4, '{"a": {}}'), (5, '{"b": "true"}'), (6, '{"b": 1}'), (7, '{"a": "x", "b": 0}')) AS c (n, changes)),
    array_fill('TF422 changes_field_type a'::text, ARRAY[4]) || array_fill('TF422 changes_field_type b'::text, ARRAY[3]),
    'refuses another type'
);
SELECT throws_ok('SELECT internal.changes_require(''{"b": 1}'', ''{"a": "string"}'')', 'TF422', 'there is no field "b" to change: the fields are a', 'and names the fields');
SELECT throws_ok('SELECT internal.changes_require(''{"a": 1}'', ''{"a": "string"}'')', 'TF422', 'field "a" must be of type string, not number', 'and the type');

-- who may
SELECT is(
    (SELECT array_agg(a.grantee::regrole::text ORDER BY a.grantee::regrole::text)
       FROM pg_proc AS p CROSS JOIN aclexplode(p.proacl) AS a
      WHERE p.oid = 'internal.changes_require'::regproc AND a.privilege_type = 'EXECUTE'),
    ARRAY['ticketfirst_api', 'ticketfirst_owner'],
    'its owner and the public functions may execute it'
);
SET LOCAL SESSION AUTHORIZATION ticketfirst_gateway;
SELECT is(test.refusal('SELECT internal.changes_require(''{}'', ''{}'')'),
          '42501', 'the gateway may not');

SELECT * FROM finish();
ROLLBACK;
