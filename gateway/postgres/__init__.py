"""PostgreSQL's own programs: the embedded server's data and processes, backups."""
