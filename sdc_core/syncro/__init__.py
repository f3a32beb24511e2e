"""Syncro's API: the client, what it sends, and the customer cache; read only."""
