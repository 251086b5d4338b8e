"""TicketFirst's functions behind an ordinary service: FastAPI's routes, and asyncpg with its pool."""
