"""TicketFirst and what people would pick instead, in the same run: `make bench`."""
