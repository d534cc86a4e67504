"""Marks: what a teacher types, averages, places, proposals."""
