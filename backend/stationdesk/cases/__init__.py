"""Cases: one piece of work each, from open to closed, with timeline, custody, clocks and queue."""
