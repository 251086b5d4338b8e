BEGIN;
SELECT plan(26);

SELECT ok(NOT internal.text_is_line('a' || chr(v.code) || 'b'),
          format('U+%s is not in a line', lpad(to_hex(v.code), 4, '0')))
  FROM (VALUES (1), (9), (10), (11), (13), (31), (127), (128), (133), (159), (8232), (8233)) AS v (code);
SELECT ok(internal.text_is_line('a' || chr(v.code) || 'b'), format('U+%s is', lpad(to_hex(v.code), 4, '0')))
  FROM (VALUES (32), (126), (160), (173), (8203), (8231), (8234), (12288), (65279), (128169)) AS v (code);
SELECT ok(internal.text_is_line(''), 'an empty text is a line');
SELECT ok(NOT internal.text_is_line(E'a\n'), 'a line break at the end counts');
SELECT ok(NOT internal.text_is_line(E'\na'), 'and at the start');
SELECT is(internal.text_is_line(NULL), NULL, 'of NULL nothing is known');

SELECT * FROM finish();
ROLLBACK;
