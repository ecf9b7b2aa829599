"""Wages, seen by finance alone, and the cap that the law puts on deductions."""
