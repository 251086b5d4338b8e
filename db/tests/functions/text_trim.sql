BEGIN;
SELECT plan(48);

SELECT is(internal.text_trim('a'), 'a', 'leaves a text without white space as it is');
SELECT is(internal.text_trim(E' \t\r\na b\n\nc \u000b\f'), E'a b\n\nc',
          'takes white space from both ends, not from within');
SELECT is(internal.text_trim(chr(v.code) || 'a' || chr(v.code) || 'b' || chr(v.code)), 'a' || chr(v.code) || 'b',
          format('takes U+%s away', upper(lpad(to_hex(v.code), 4, '0'))))
  FROM unnest(ARRAY[9, 10, 11, 12, 13, 32, 133, 160, 5760, 8192, 8193, 8194, 8195, 8196, 8197, 8198, 8199, 8200, 8201,
  8202,
                    8203, 8232, 8233, 8239, 8287, 12288, 65279]) AS v (code);
SELECT is(internal.text_trim(chr(v.code) || 'a'), chr(v.code) || 'a',
          format('leaves U+%s', upper(lpad(to_hex(v.code), 4, '0'))))
  FROM (VALUES (1), (8), (14), (31), (33), (127), (132), (161), (6158), (8204), (8205), (8231), (8234), (8288),
  (128169))
    AS v (code);
SELECT is(internal.text_trim('v a v'), 'v a v', 'no letter is white space');
SELECT is(internal.text_trim(''), '', 'an empty text stays empty');
SELECT is(internal.text_trim(E' \u00a0\u200b '), '', 'white space alone becomes empty');
SELECT is(internal.text_trim(NULL), NULL, 'NULL stays NULL');

SELECT * FROM finish();
ROLLBACK;
