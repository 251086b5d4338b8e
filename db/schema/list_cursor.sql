-- Deploy ticketfirst:schema/list_cursor to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TYPE internal.list_cursor AS (
    id bigint,
    value text
);

COMMENT ON TYPE internal.list_cursor IS 'Where a page of a list ended; all NULL before the first page.';
COMMENT ON COLUMN internal.list_cursor.id IS 'The id of the last row.';
COMMENT ON COLUMN internal.list_cursor.value IS 'What the last row had in the field that the list is sorted by, as text; NULL where that is the id.';

COMMIT;
