"""How many requests an actor may send, and how many wrong tokens may come from an address."""
