"""A kind that lacks something: the process must refuse to start with it."""
