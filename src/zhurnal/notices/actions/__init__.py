"""Verbs about events and what goes out."""
