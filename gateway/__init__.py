"""TicketFirst: a headless helpdesk inside PostgreSQL, its deployment and its HTTP gateway."""
