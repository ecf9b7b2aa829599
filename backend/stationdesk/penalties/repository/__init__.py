"""SQL of the room, on the bare connection of the caller's transaction."""
