"""Calendars, deadlines and warning ladders: pure arithmetic that knows no case and no database."""
