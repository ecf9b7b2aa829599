"""The use cases that make, change, hold and show a case."""
