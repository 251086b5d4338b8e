"""TicketFirst's functions behind FastAPI and asyncpg, as one would write it by hand."""

from bench.compare.layer import Layer

CONTENDER = Layer(
    name="by_hand",
    title="TicketFirst's functions behind FastAPI + asyncpg",
    about="The same database, functions and statements behind an ordinary gateway: FastAPI 0.165's routes, asyncpg"
    " 0.32's pool without its reset, uvicorn with uvloop and httptools, access log off; answers are"
    " passed on as bytes.",
)
