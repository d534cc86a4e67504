"""What the pages of forecasts read."""
