"""The web UI of Dagster over our definitions, in a real browser."""
