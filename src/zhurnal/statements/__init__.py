"""Statements that are composed once: queries with places for their values, rows that take the place of others."""
