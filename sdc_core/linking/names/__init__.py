"""Names in comparable form: read, normalized, their words weighed."""
