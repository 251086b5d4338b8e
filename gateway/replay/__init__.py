"""`ticketfirst replay`: a service desk's event log, worked through the HTTP API as its agents did."""
