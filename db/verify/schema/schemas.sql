-- Verify ticketfirst:schema/schemas on pg
BEGIN;

SELECT 1 / count(*) FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'desk';
SELECT 1 / count(*) FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'api';
SELECT 1 / count(*) FROM pg_catalog.pg_namespace AS n WHERE n.nspname = 'internal';

ROLLBACK;
