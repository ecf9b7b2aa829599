"""Where sealed files lie: a port, a local folder, a bucket of S3, and a fake in memory."""
