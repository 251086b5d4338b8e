-- Verify ticketfirst:schema/triggers on pg
BEGIN;
SET LOCAL ROLE ticketfirst_owner;

SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.agent' AS regclass) AND t.tgname = 'agent_check';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.agent' AS regclass) AND t.tgname = 'agent_key';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.agent' AS regclass) AND t.tgname = 'agent_stamp';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.agent' AS regclass) AND t.tgname = 'agent_journal';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.agent' AS regclass) AND t.tgname = 'agent_truncate';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.client' AS regclass) AND t.tgname = 'client_check';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.client' AS regclass) AND t.tgname = 'client_key';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.client' AS regclass) AND t.tgname = 'client_stamp';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.client' AS regclass) AND t.tgname = 'client_journal';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.client' AS regclass) AND t.tgname = 'client_truncate';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.ticket' AS regclass) AND t.tgname = 'ticket_check';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.ticket' AS regclass) AND t.tgname = 'ticket_stamp';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.ticket' AS regclass) AND t.tgname = 'ticket_journal';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.ticket' AS regclass) AND t.tgname = 'ticket_truncate';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.comment' AS regclass) AND t.tgname = 'comment_check';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.comment' AS regclass) AND t.tgname = 'comment_stamp';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.comment' AS regclass) AND t.tgname = 'comment_journal';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.comment' AS regclass) AND t.tgname = 'comment_keep_ticket';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.comment' AS regclass) AND t.tgname = 'comment_truncate';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.api_token' AS regclass) AND t.tgname = 'api_token_stamp';
SELECT 1 / count(*) FROM pg_catalog.pg_trigger AS t WHERE t.tgrelid = cast('desk.event' AS regclass) AND t.tgname = 'event_guard';

ROLLBACK;
