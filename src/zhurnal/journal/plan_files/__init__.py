"""Reading a thematic plan out of a file that somebody has brought."""
