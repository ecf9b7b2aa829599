"""Awards 返款: money that arbitrations bring goes to whoever bore the loss (domain §6, step 8)."""
