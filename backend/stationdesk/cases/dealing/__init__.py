"""Fair dealing with other stations, asked at the event."""
