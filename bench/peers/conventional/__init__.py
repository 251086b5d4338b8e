"""A helpdesk service as one writes it today: FastAPI, SQLAlchemy's ORM on asyncpg, pydantic."""
