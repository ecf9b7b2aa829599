"""Who works when, who stands in for whom, and what each may take (domain §10)."""
