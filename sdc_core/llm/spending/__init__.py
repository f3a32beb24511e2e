"""What calls cost: prices, the ledger of calls, the budget that is checked before each."""
