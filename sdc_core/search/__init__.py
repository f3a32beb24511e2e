"""Search over finished Sessions, by words and by meaning; all of it can be rebuilt."""
