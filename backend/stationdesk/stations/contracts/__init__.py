"""What the firm has promised a station: what it covers, and what it costs."""
