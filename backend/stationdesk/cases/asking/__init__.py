"""Asking others: one-time links and their answers, the ladder, corrections demanded."""
