"""SQL of statements: gathering what they say, keeping them, checking them."""
