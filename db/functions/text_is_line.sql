-- Deploy ticketfirst:functions/text_is_line to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.text_is_line(value text)
RETURNS boolean
LANGUAGE sql IMMUTABLE STRICT PARALLEL SAFE SECURITY INVOKER
RETURN value !~ E'[\u0001-\u001f\u007f-\u009f\u2028\u2029]';

COMMENT ON FUNCTION internal.text_is_line(text) IS
'Whether the text is one line with no control character: none of U+0000-001F, U+007F-009F, U+2028, U+2029.';
GRANT EXECUTE ON FUNCTION internal.text_is_line(text) TO ticketfirst_api;

COMMIT;
