"""A control: TicketFirst's functions behind PostgREST's traffic with its database, in as little Python as can be."""
