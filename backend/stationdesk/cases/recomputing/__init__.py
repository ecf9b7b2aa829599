"""Open clocks under corrected rules."""
