"""Words of names and words that only look like them: from general knowledge, none copied."""
