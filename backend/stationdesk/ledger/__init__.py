"""The ledger: double entry in integer fen. It knows no fine, no station, no HTTP."""
