"""Forecasts of period marks: what is likely, how sure that is, and why. docs/forecast.md explains the method."""
