-- Deploy ticketfirst:functions/text_trim to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- An explicit list, since \s and trim() depend on the database's locale.
CREATE OR REPLACE FUNCTION internal.text_trim(value text)
RETURNS text
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SECURITY INVOKER
RETURN btrim(
    value,
    E'\u0009\u000a\u000b\u000c\u000d \u0085\u00a0\u1680\u2000\u2001\u2002\u2003\u2004\u2005\u2006\u2007\u2008\u2009\u200a\u200b\u2028\u2029\u202f\u205f\u3000\ufeff'
);

COMMENT ON FUNCTION internal.text_trim(text) IS
'The text without white space at its two ends: every character that Unicode calls White_Space, and the invisible U+200B and U+FEFF, in any locale.';
GRANT EXECUTE ON FUNCTION internal.text_trim(text) TO ticketfirst_api;

COMMIT;
