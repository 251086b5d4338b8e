BEGIN;
SELECT plan(9);

SELECT is((SELECT count(*) FROM desk.secret AS s WHERE s.name = 'assertion'), 0::bigint, 'there is no key at first');
SELECT internal.assertion_key_set(sha256('1'));
SELECT is((SELECT s.value FROM desk.secret AS s WHERE s.name = 'assertion'), sha256('1'), 'sets it');
SELECT internal.assertion_key_set(sha256('2'));
SELECT is((SELECT s.value FROM desk.secret AS s WHERE s.name = 'assertion'), sha256('2'), 'or another in its place');
SELECT is((SELECT count(*) FROM desk.secret), 2::bigint, 'beside the seal''s');
SELECT is(test.refusal('SELECT internal.assertion_key_set(' || v.key || ')'), v.refusal, 'refuses ' || v.what)
  FROM (VALUES ('NULL', '23502 secret_value_not_null value', 'no key'),
               ($$substr(sha256('3'), 1, 31)$$, '23514 secret_value_length', 'a key of 31 bytes'),
               ($$sha256('3') || '\x00'$$, '23514 secret_value_length', 'a key of 33 bytes'))
    AS v (key, refusal, what);
SET LOCAL ROLE ticketfirst_api;
SELECT is(test.refusal($$SELECT internal.assertion_key_set(sha256('3'))$$), '42501', 'the public functions may not');
RESET ROLE;
SELECT is((SELECT s.value FROM desk.secret AS s WHERE s.name = 'assertion'), sha256('2'), 'what was refused changed nothing');

SELECT * FROM finish();
ROLLBACK;
