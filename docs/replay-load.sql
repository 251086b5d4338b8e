-- What each agent did: comments written, tickets worked on, tickets held at the end: docs/replay-load.svg.
-- Administrators are left out: whoever replayed the log is one, and has what the log gives to nobody.
WITH RECURSIVE page AS (
    SELECT p.items, p.next FROM api.ticket_page(row_limit => 100) AS p
    UNION ALL
    SELECT n.items, n.next
      FROM page AS p
     CROSS JOIN LATERAL api.ticket_page(row_limit => 100, after => p.next) AS n
     WHERE p.next IS NOT NULL
), ticket AS (
    SELECT t.id, t.agent_id FROM page CROSS JOIN LATERAL unnest(page.items) AS t
), said AS ( -- all tickets' first pages of comments, then their second ones, and so on
    SELECT t.id AS ticket_id, c.items, c.next
      FROM ticket AS t
     CROSS JOIN LATERAL api.comment_page(t.id, row_limit => 100) AS c
    UNION ALL
    SELECT s.ticket_id, n.items, n.next
      FROM said AS s
     CROSS JOIN LATERAL api.comment_page(s.ticket_id, row_limit => 100, after => s.next) AS n
     WHERE s.next IS NOT NULL
), staff AS (
    SELECT p.items, p.next FROM api.agent_page(row_limit => 100) AS p
    UNION ALL
    SELECT n.items, n.next
      FROM staff AS s
     CROSS JOIN LATERAL api.agent_page(row_limit => 100, after => s.next) AS n
     WHERE s.next IS NOT NULL
), wrote AS (
    SELECT c.author_agent_id AS agent_id, count(*) AS comments, count(DISTINCT s.ticket_id) AS tickets
      FROM said AS s
     CROSS JOIN LATERAL unnest(s.items) AS c
     GROUP BY c.author_agent_id
), holds AS (
    SELECT t.agent_id, count(*) AS tickets FROM ticket AS t GROUP BY t.agent_id
)
SELECT a.name AS agent,
       coalesce(w.comments, 0) AS comments,
       coalesce(w.tickets, 0) AS worked_on,
       coalesce(h.tickets, 0) AS held
  FROM staff
 CROSS JOIN LATERAL unnest(staff.items) AS a
  LEFT JOIN wrote AS w ON w.agent_id = a.id
  LEFT JOIN holds AS h ON h.agent_id = a.id
 WHERE a.role <> 'admin'
 ORDER BY comments DESC, worked_on DESC, held DESC, a.name COLLATE "C";
