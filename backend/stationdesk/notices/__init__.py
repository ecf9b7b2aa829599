"""Notices: what people are told, through which channel, when they may be disturbed; and the
one-time links by which couriers and stations answer."""
