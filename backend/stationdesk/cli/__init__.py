"""The command `stationdesk`."""
