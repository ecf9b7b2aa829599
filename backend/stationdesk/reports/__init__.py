"""Reads what the rooms below know; writes nothing."""
