"""The pages of a thematic plan."""
