"""What people decided on company texts, and what follows from it for others."""
