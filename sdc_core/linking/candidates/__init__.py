"""The names of a customer list, indexed: which of them a text may mean."""
