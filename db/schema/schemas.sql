-- Deploy ticketfirst:schema/schemas to pg
BEGIN;

DO $$
BEGIN
    ASSERT current_setting('server_encoding') = 'UTF8',
        'TicketFirst needs a database with encoding UTF8: CREATE DATABASE … ENCODING ''UTF8'' TEMPLATE template0';
END;
$$;

CREATE SCHEMA desk AUTHORIZATION ticketfirst_owner;
CREATE SCHEMA api AUTHORIZATION ticketfirst_owner;
CREATE SCHEMA internal AUTHORIZATION ticketfirst_owner;

SET LOCAL ROLE ticketfirst_owner;

COMMENT ON SCHEMA desk IS 'The tables of the helpdesk. Nobody''s API: call the functions of schema api.';
COMMENT ON SCHEMA api IS 'The public functions of the helpdesk and the row types they return. Everything here is public contract.';
COMMENT ON SCHEMA internal IS 'Helper and trigger functions. Nobody''s API.';

GRANT USAGE ON SCHEMA desk, internal TO ticketfirst_api;
GRANT USAGE, CREATE ON SCHEMA api TO ticketfirst_api;
GRANT USAGE ON SCHEMA api TO ticketfirst_gateway, ticketfirst_service;

-- The form without IN SCHEMA: with it, this would do nothing.
ALTER DEFAULT PRIVILEGES FOR ROLE ticketfirst_owner REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;
SET LOCAL ROLE ticketfirst_api;
ALTER DEFAULT PRIVILEGES FOR ROLE ticketfirst_api REVOKE EXECUTE ON FUNCTIONS FROM PUBLIC;

COMMIT;
