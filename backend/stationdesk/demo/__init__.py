"""A believable firm, made through the product's own use cases: what `make demo` shows."""
