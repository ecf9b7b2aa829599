"""Decisions over somebody's limit: recorded, and posted only once another has approved."""
