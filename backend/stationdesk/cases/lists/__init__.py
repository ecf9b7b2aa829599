"""Carriers' lists of work: cases opened from them, and the daily comparison with HQ's open list."""
