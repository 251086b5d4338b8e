-- Deploy ticketfirst:functions/list_cursor_write to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.list_cursor_write(binding text, id bigint, value text)
RETURNS text
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN translate(
    encode(convert_to(concat_ws(':', binding, id, value), 'UTF8'), 'base64'), E'+/=\n', '-_'
);

COMMENT ON FUNCTION internal.list_cursor_write(text, bigint, text) IS
'The opaque cursor after a row: base64url of binding, id and the value it was sorted by (NULL where that is the id).';
GRANT EXECUTE ON FUNCTION internal.list_cursor_write(text, bigint, text) TO ticketfirst_api;

COMMIT;
