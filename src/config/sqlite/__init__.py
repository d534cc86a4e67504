"""Django's SQLite, which remembers what it has read and rewritten once."""
