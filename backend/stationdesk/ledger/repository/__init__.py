"""The ledger's SQL, on a bare connection inside of the caller's tenant transaction."""
