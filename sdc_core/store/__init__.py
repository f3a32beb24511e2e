"""What SDC keeps on disk: record stores, months of Sessions, the ledger, the quarantine."""
