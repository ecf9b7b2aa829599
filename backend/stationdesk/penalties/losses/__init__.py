"""Losses without a bill line: entered with evidence, approved, then decided as fines are (§6)."""
