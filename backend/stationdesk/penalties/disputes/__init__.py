"""Disputes 异议: an agent or a station does not accept what was decided on a fine."""
