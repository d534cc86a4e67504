"""Verbs about people and their accounts."""
