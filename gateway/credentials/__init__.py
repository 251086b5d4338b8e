"""Who is asking: what the header Authorization holds, made into what the database is told of it."""
