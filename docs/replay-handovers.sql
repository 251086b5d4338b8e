-- How many tickets were handed over how often, from one agent to another: docs/replay-handovers.svg.
WITH RECURSIVE page AS (
    SELECT p.items, p.next FROM api.ticket_page(row_limit => 100) AS p
    UNION ALL
    SELECT n.items, n.next
      FROM page AS p
     CROSS JOIN LATERAL api.ticket_page(row_limit => 100, after => p.next) AS n
     WHERE p.next IS NOT NULL
), history AS ( -- all tickets' first pages of history, then their second ones, and so on
    SELECT t.id AS ticket_id, h.items, h.next
      FROM page
     CROSS JOIN LATERAL unnest(page.items) AS t
     CROSS JOIN LATERAL api.ticket_history_page(t.id, row_limit => 100) AS h
    UNION ALL
    SELECT h.ticket_id, n.items, n.next
      FROM history AS h
     CROSS JOIN LATERAL api.ticket_history_page(h.ticket_id, row_limit => 100, after => h.next) AS n
     WHERE h.next IS NOT NULL
), ticket AS ( -- `from` is the agent before; the first assignment has none
    SELECT h.ticket_id, count(e.changes -> 'agent_id' ->> 'from') AS handovers
      FROM history AS h
     CROSS JOIN LATERAL unnest(h.items) AS e
     GROUP BY h.ticket_id
)
SELECT t.handovers, count(*) AS tickets
  FROM ticket AS t
 GROUP BY t.handovers
 ORDER BY t.handovers;
