"""The use cases of issued statements."""
