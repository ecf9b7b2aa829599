"""Fines: taken in from bills, their cause proposed and decided, split by written rules, posted."""
