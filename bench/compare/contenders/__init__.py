"""Who is compared: a module each, made from `bench.compare.contender`."""
