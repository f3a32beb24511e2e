"""Titles, summaries and the other tasks without a model: chosen sentences of the Session."""
