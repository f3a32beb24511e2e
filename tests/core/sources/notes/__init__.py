"""notes.json in depth: the JSON reader, large files, runs over its store."""
