"""The worker process: the rooms' jobs, run from the shared database."""
