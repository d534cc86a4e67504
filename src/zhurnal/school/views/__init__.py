"""Pages about classes."""
