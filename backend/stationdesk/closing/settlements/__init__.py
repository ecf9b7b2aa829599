"""What the firm and its stations pay each other after a close."""
