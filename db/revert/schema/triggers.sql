-- Revert ticketfirst:schema/triggers from pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

DROP TRIGGER agent_check ON desk.agent;
DROP TRIGGER agent_key ON desk.agent;
DROP TRIGGER agent_stamp ON desk.agent;
DROP TRIGGER agent_journal ON desk.agent;
DROP TRIGGER agent_truncate ON desk.agent;
DROP TRIGGER client_check ON desk.client;
DROP TRIGGER client_key ON desk.client;
DROP TRIGGER client_stamp ON desk.client;
DROP TRIGGER client_journal ON desk.client;
DROP TRIGGER client_truncate ON desk.client;
DROP TRIGGER ticket_check ON desk.ticket;
DROP TRIGGER ticket_stamp ON desk.ticket;
DROP TRIGGER ticket_journal ON desk.ticket;
DROP TRIGGER ticket_truncate ON desk.ticket;
DROP TRIGGER comment_check ON desk.comment;
DROP TRIGGER comment_stamp ON desk.comment;
DROP TRIGGER comment_journal ON desk.comment;
DROP TRIGGER comment_keep_ticket ON desk.comment;
DROP TRIGGER comment_truncate ON desk.comment;
DROP TRIGGER api_token_stamp ON desk.api_token;
DROP TRIGGER event_guard ON desk.event;

COMMIT;
