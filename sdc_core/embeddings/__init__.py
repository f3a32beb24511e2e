"""Texts as vectors: a small model on this machine, or the embedding tier of a provider."""
