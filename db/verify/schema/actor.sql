-- Verify ticketfirst:schema/actor on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT cast('internal.actor' AS regtype);

ROLLBACK;
