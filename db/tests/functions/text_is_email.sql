BEGIN;
SELECT plan(47);

SELECT ok(internal.text_is_email(v.value), 'takes ' || to_json(left(v.value, 50)))
  FROM (VALUES
        ('a@b'), ('ada@desk.example'), ('Ada.B@DESK.example'), ('ada+tag@desk.example'), ('.ada..b.@desk.example'),
        ('!#$%&''*+/=?^_`{|}~-@x'), ('0@0'), ('a@0-9.example'), ('a@xn--bcher-kva.example'),
        (repeat('a', 64) || '@b'),
        ('a@' || repeat('b', 63)),
        ('a@' || repeat('b', 63) || '.' || repeat('c', 63)),
        -- 254 characters
        (repeat('a', 64) || '@' || repeat('b', 63) || '.' || repeat('c', 63) || '.' || repeat('d', 61)))
    AS v (value);
SELECT ok(NOT internal.text_is_email(v.value), 'refuses ' || to_json(left(v.value, 50)))
  FROM (VALUES
        (''), ('@'), ('a'), ('a@'), ('@b'), ('a@b@c'), ('a b@c'), ('a@b c'), (' a@b'), ('a@b '), (E'a@b\n'),
        (E'a@b\nc@d'),
        ('a@b.'), ('a@.b'), ('a@b..c'), ('a@-b'), ('a@b-'), ('a@b.-c'), ('a@b-.c'), ('a@b_c'), ('a@[127.0.0.1]'),
        ('"a"@b'), ('a,b@c'), ('a;b@c'), ('<a@b>'), ('a(b)@c'), ('ä@b'), ('a@ä'), ('a@b' || chr(8203)),
        ('a' || chr(1) || '@b'),
        (repeat('a', 65) || '@b'),
        ('a@' || repeat('b', 64)),
        -- 255 characters
        (repeat('a', 64) || '@' || repeat('b', 63) || '.' || repeat('c', 63) || '.' || repeat('d', 62)))
    AS v (value);
SELECT is(internal.text_is_email(NULL), NULL, 'of NULL nothing is known');

SELECT * FROM finish();
ROLLBACK;
