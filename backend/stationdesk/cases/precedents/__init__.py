"""Closed cases that taught something."""
