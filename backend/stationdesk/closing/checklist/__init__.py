"""What a month still lacks before it is closed."""
