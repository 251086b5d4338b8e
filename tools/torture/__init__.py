"""`make replay-torture`: a log is replayed while everything is killed; what is left is counted."""
