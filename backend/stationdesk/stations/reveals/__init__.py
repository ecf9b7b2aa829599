"""Masked data shown in full: to whom, when, and why."""
