"""Where sealed files lie: a port, a local folder, and a fake in memory."""
