"""SQL of the months, by what it is about."""
