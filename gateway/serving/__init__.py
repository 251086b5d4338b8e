"""The processes that answer requests: how they start, are looked after and stop."""
