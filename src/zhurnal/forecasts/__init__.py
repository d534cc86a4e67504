"""Forecasts that live in the school: what the nights have learned, what was told when, and how right it was."""
