"""Service fees: what contracts cost their stations in a month."""
