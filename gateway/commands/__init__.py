"""What the command `ticketfirst` can do."""
