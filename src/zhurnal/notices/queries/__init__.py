"""What the pages and the letters tell."""
