"""What customers were told, by when."""
