"""The steps from a query to a decision, and the record that is kept of it."""
