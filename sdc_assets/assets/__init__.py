"""The assets; each module holds a function that makes them for the sources it is given."""
