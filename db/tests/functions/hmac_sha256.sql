-- The test vectors of RFC 4231. A key longer than a block is the hash of it, as RFC 2104 has it: the caller's part.
BEGIN;
SELECT plan(10);

SELECT is(encode(internal.hmac_sha256(
              substr(CASE WHEN length(v.key) > 64 THEN sha256(v.key) ELSE v.key END || decode(repeat('00', 64), 'hex'), 1, 64),
              v.message
          ), 'hex'), v.code, v.what)
  FROM (VALUES
        ('test case 1', decode(repeat('0b', 20), 'hex'), convert_to('Hi There', 'UTF8'),
         'b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7'),
        ('test case 2: a key shorter than the code', convert_to('Jefe', 'UTF8'),
         convert_to('what do ya want for nothing?', 'UTF8'),
         '5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843'),
        ('test case 3: 50 bytes', decode(repeat('aa', 20), 'hex'), decode(repeat('dd', 50), 'hex'),
         '773ea91e36800e46854db8ebd09181a72959098b3ef8c122d9635514ced565fe'),
        ('test case 4: a key of 25 bytes', decode('0102030405060708090a0b0c0d0e0f10111213141516171819', 'hex'),
         decode(repeat('cd', 50), 'hex'),
         '82558a389a443c0ea4cc819899f2083a85f0faa3e578f8077a2e3ff46729665b'),
        ('test case 6: a key longer than a block', decode(repeat('aa', 131), 'hex'),
         convert_to('Test Using Larger Than Block-Size Key - Hash Key First', 'UTF8'),
         '60e431591ee0b67f0d8a26aacbf5b77f8e0bc6213728c5140546040f0ee37f54'),
        ('test case 7: key and message longer than a block', decode(repeat('aa', 131), 'hex'),
         convert_to('This is a test using a larger than block-size key and a larger than block-size data.'
                    ' The key needs to be hashed before being used by the HMAC algorithm.', 'UTF8'),
         '9b09ffa71b942fcb27635fbcd5b0e944bfdc63644f0713938a7f51535c3a35e2'))
    AS v (what, key, message, code);
SELECT is(left(encode(internal.hmac_sha256(substr(decode(repeat('0c', 20) || repeat('00', 44), 'hex'), 1, 64),
                                           convert_to('Test With Truncation', 'UTF8')), 'hex'), 32),
          'a3b6167473100ee06e0c796c2955552b', 'test case 5: cut off at 128 bits');
SELECT is(length(internal.hmac_sha256(decode(repeat('00', 64), 'hex'), '')), 32, 'of an empty message too');
SELECT is(internal.hmac_sha256(NULL, 'x'), NULL, 'without a key there is none');
SELECT throws_ok($$SELECT internal.hmac_sha256('short', 'x')$$, '2202E', NULL, 'a key that is not a whole block is refused');

SELECT * FROM finish();
ROLLBACK;
