"""A control: TicketFirst's functions behind the traffic that PostgREST has with its database."""

from bench.compare.layer import Layer

CONTENDER = Layer(
    name="postgrest_shaped",
    title="PostgREST-shaped control",
    about="PostgREST-shaped control: no PostgREST binary can be installed here. The same database and functions in"
    " PostgREST's four round trips (BEGIN, settings, call, COMMIT), by asyncpg 0.32 in a bare ASGI application.",
)
