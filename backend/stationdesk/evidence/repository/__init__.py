"""SQL of the evidence, a module for each of its things."""
