"""Money that a counterparty paid: what the firm had advanced for it is received (domain §6)."""
