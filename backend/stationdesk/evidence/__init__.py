"""Evidence: files sealed on arrival, never overwritten, every download logged."""
