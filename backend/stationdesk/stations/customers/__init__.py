"""Files on shippers and recipients: who they are, what was agreed with them, what happened."""
