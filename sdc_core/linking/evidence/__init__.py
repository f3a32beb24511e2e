"""What points to a customer beyond its name."""
