"""What a month takes from agents: shares, notices of deduction, what the cap leaves."""
