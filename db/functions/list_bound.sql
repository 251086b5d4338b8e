-- Deploy ticketfirst:functions/list_bound to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE OR REPLACE FUNCTION internal.list_bound(columns text [], operator text, operands text [])
RETURNS text
LANGUAGE sql IMMUTABLE CALLED ON NULL INPUT PARALLEL SAFE SECURITY INVOKER
RETURN '(' || array_to_string(columns, ', ') || ') ' || operator || ' (' || array_to_string(operands, ', ') || ')';

COMMENT ON FUNCTION internal.list_bound(text [], text, text []) IS
'One end of a list''s range as SQL: (columns) operator (operands), compared in order; NULL without columns.';
GRANT EXECUTE ON FUNCTION internal.list_bound(text [], text, text []) TO ticketfirst_api;

COMMIT;
