"""Words of names and words that only look like them: tables, from general knowledge; none copied."""
