"""Pages on which staff write into diaries and see what became of it."""
