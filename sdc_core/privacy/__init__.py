"""What may leave this machine, and in what form: credentials never, people as placeholders."""
