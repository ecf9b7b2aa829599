"""A day at the desk: search, views, macros, bulk actions, undo, export, a waybill's story."""
