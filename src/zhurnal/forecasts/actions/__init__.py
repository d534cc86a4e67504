"""What the nights do, and what the school decides about forecasts."""
