"""Hostile input through the sources and the command line; the verdict stands in what is stored."""
