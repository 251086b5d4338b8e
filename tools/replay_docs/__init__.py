"""`make docs-replay`: a log replayed as a user would, read through the public functions, and drawn."""
