"""Syncro tickets, from the API or from files."""
