"""What TicketFirst is compared with: a program for each, run by the harness in bench/compare."""
