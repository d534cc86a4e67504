"""The pages of closing periods."""
