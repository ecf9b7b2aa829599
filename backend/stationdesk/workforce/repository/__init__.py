"""SQL of the workforce."""
