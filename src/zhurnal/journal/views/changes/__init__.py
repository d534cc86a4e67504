"""Pages of the deputy head: lessons that are substituted, cancelled, moved, added."""
