"""HTTP/1.1: a connection, what may come on it, and for how long."""
