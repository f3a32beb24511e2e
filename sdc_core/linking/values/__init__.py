"""What a customer can be known by beyond its name: a module per kind of value."""
