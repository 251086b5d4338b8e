-- Verify ticketfirst:schema/actor on pg
BEGIN;

SELECT cast('internal.actor' AS regtype);

ROLLBACK;
