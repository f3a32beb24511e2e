"""notes.json, kept by hand."""
