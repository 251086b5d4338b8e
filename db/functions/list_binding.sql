-- Deploy ticketfirst:functions/list_binding to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

-- No secret and no signature: a forged cursor shows nothing that the policies do not show anyway.
CREATE OR REPLACE FUNCTION internal.list_binding(VARIADIC parts text [])
RETURNS text
LANGUAGE sql STABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN to_hex(hashtextextended(cast(parts AS text), 0));

COMMENT ON FUNCTION internal.list_binding(text []) IS
'A short hash of a list''s name, order and filters, which a cursor carries so that it fits no other list.';
GRANT EXECUTE ON FUNCTION internal.list_binding(text []) TO ticketfirst_api;

COMMIT;
