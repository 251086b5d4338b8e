-- Deploy ticketfirst:schema/list_part to pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

CREATE TYPE internal.list_part AS (
    starts_at timestamptz,
    starts_id bigint,
    ends_at timestamptz
);

COMMENT ON TYPE internal.list_part IS
'Part of an order by a time and the id, or by the id alone: what comes behind one place, up to a time. Made by internal.list_part_make.';
COMMENT ON COLUMN internal.list_part.starts_at IS 'The time of the place where it begins; does not count where the order is by id.';
COMMENT ON COLUMN internal.list_part.starts_id IS 'The id of that place; itself excluded.';
COMMENT ON COLUMN internal.list_part.ends_at IS 'The time where it ends, itself excluded; does not count where the order is by id.';

COMMIT;
