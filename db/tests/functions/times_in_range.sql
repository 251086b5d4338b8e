BEGIN;
SELECT plan(15);

SELECT ok(internal.times_in_range(v.value), format('%s is in range', v.value))
  FROM (VALUES ('0001-01-02 00:00:00+00'::timestamptz), ('2026-02-28 12:00:00+00'), ('9999-12-30 23:59:59.999999+00'))
    AS v (value);
SELECT ok(NOT internal.times_in_range(v.value), format('%s is not', v.value))
  FROM (VALUES ('0001-01-01 23:59:59.999999+00'::timestamptz), ('0001-01-01 00:00:00+00 BC'), ('-infinity'),
               ('9999-12-31 00:00:00+00'), ('10000-01-01 00:00:00+00'), ('infinity'))
    AS v (value);
SELECT ok(internal.times_in_range(now(), now(), now()), 'all of many times');
SELECT is(internal.times_in_range(now(), 'infinity', now()), false, 'or not all of them');
SELECT is(internal.times_in_range(now(), NULL, 'infinity'), false, 'a NULL hides no other');
SELECT ok(internal.times_in_range(now(), NULL) IS NOT FALSE, 'and does not count: a CHECK passes it');
SELECT ok(internal.times_in_range(NULL::timestamptz) IS NOT FALSE, 'even alone');

SELECT is_empty(
    $$SELECT k.conname FROM pg_constraint AS k
       WHERE pg_get_constraintdef(k.oid) ~ 'times_in_range'
         AND obj_description(k.oid, 'pg_constraint') !~ 'from 0001-01-02 to 9999-12-30 in UTC'$$,
    'each rule that it keeps says where the range ends'
);

SELECT * FROM finish();
ROLLBACK;
