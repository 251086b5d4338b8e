-- Every index works, and every foreign key has one.
BEGIN;
SELECT plan(3);

SELECT is_empty(
    $$SELECT i.indexrelid::regclass
        FROM pg_index AS i
        JOIN pg_class AS c ON c.oid = i.indexrelid
       WHERE c.relnamespace IN ('desk'::regnamespace, 'api'::regnamespace, 'internal'::regnamespace)
         AND NOT (i.indisvalid AND i.indisready AND i.indislive)$$,
    'every index is valid'
);

-- What a foreign key needs an index for is the DELETE of the row it points at, and that is a DBA's purge: everybody
-- else deletes softly. So an index that holds only the live rows, or an expression of the column, may do; each with
-- its reason here, which says what is searched by it.
CREATE TEMPORARY TABLE supported_otherwise (name name PRIMARY KEY, reason text NOT NULL);
INSERT INTO supported_otherwise VALUES
('api_token_agent_id_fkey', 'api_token_of_agent: the live tokens of an agent'),
('api_token_client_id_fkey', 'api_token_of_client: the live tokens of a client'),
('api_token_service_id_fkey', 'api_token_of_service: the live tokens of a service'),
('comment_author_agent_id_fkey', 'comment_of_agent: all that are not NULL'),
('comment_author_client_id_fkey', 'comment_of_client: all that are not NULL'),
('comment_ticket_id_fkey', 'comment_of_ticket_by_id and comment_deleted_by_id: live and deleted comments of a ticket'),
('ticket_agent_id_fkey', 'ticket_of_agent_by_id, on agent_key(agent_id): the live tickets of an agent, or of nobody'),
('ticket_client_id_fkey', 'ticket_of_client_by_id: the live tickets of a client'),
('ticket_team_id_fkey', 'ticket_of_team_by_id, on team_key(team_id): the live tickets of a team, or of none');

CREATE TEMPORARY VIEW unsupported AS
SELECT
    k.conname AS name,
    EXISTS (
        SELECT
        FROM pg_depend AS d
        JOIN pg_index AS i ON d.objid = i.indexrelid
        WHERE
            d.classid = 'pg_class'::regclass
            AND d.refclassid = 'pg_class'::regclass
            AND d.refobjid = k.conrelid
            AND d.refobjsubid = ANY (k.conkey)
    ) AS is_in_some_index
FROM pg_constraint AS k
WHERE
    k.connamespace = 'desk'::regnamespace
    AND k.contype = 'f'
    AND NOT EXISTS (
        SELECT
        FROM pg_index AS i
        WHERE
            i.indrelid = k.conrelid
            AND i.indpred IS NULL
            AND (string_to_array(i.indkey::text, ' ')::smallint [])[1:cardinality(k.conkey)] @> k.conkey
    );

SELECT is_empty(
    $$SELECT u.name
        FROM unsupported AS u
       WHERE NOT u.is_in_some_index OR u.name NOT IN (SELECT s.name FROM supported_otherwise AS s)$$,
    'every foreign key has an index that begins with its columns, or another one and a reason'
);

SELECT is_empty(
    $$SELECT s.name FROM supported_otherwise AS s WHERE s.name NOT IN (SELECT u.name FROM unsupported AS u)$$,
    'no reason is given that is not needed'
);

SELECT * FROM finish();
ROLLBACK;
