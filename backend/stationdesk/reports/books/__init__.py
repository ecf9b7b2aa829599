"""The ledger as people read it: balances, entries, one transaction, and what looks wrong."""
