"""Trouble that comes again where it was before, proposed for the risk register."""
