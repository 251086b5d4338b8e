-- Tickets made, reopened and completed on each day (UTC): docs/replay-open-tickets.svg.
-- A ticket is open from when it is made until a comment says Completed, and again from a later one that does not.
-- Unmatched says nothing of that, and leaves the ticket as it was.
WITH RECURSIVE page AS (
    SELECT p.items, p.next FROM api.ticket_page(row_limit => 100) AS p
    UNION ALL
    SELECT n.items, n.next
      FROM page AS p
     CROSS JOIN LATERAL api.ticket_page(row_limit => 100, after => p.next) AS n
     WHERE p.next IS NOT NULL
), ticket AS (
    SELECT t.id, t.created_at FROM page CROSS JOIN LATERAL unnest(page.items) AS t
), said AS ( -- all tickets' first pages of comments, then their second ones, and so on
    SELECT t.id AS ticket_id, c.items, c.next
      FROM ticket AS t
     CROSS JOIN LATERAL api.comment_page(t.id, row_limit => 100) AS c
    UNION ALL
    SELECT s.ticket_id, n.items, n.next
      FROM said AS s
     CROSS JOIN LATERAL api.comment_page(s.ticket_id, row_limit => 100, after => s.next) AS n
     WHERE s.next IS NOT NULL
), status AS (
    SELECT t.id AS ticket_id, 0 AS comment_id, t.created_at AS at, true AS is_open FROM ticket AS t
    UNION ALL
    SELECT s.ticket_id, c.id, c.created_at, split_part(split_part(c.body, E'\n', 1), '/', 1) <> 'Completed'
      FROM said AS s
     CROSS JOIN LATERAL unnest(s.items) AS c
     WHERE split_part(split_part(c.body, E'\n', 1), '/', 1) <> 'Unmatched'
), change AS (
    SELECT s.at, s.is_open, lag(s.is_open) OVER (PARTITION BY s.ticket_id ORDER BY s.comment_id) AS was_open FROM status AS s
)
SELECT (c.at AT TIME ZONE 'UTC')::date AS day,
       count(*) FILTER (WHERE c.was_open IS NULL) AS made,
       count(*) FILTER (WHERE c.is_open AND NOT c.was_open) AS reopened,
       count(*) FILTER (WHERE NOT c.is_open AND c.was_open) AS completed
  FROM change AS c
 WHERE c.is_open IS DISTINCT FROM c.was_open
 GROUP BY day
 ORDER BY day;
