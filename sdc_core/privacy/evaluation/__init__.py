"""How much of what must not leave is found: documents, what was found in them, the figures."""
