"""Statements: numbered, hashed, sealed under one root a month, shown and accepted."""
