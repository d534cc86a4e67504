"""What the pages of control show. Sets are counted by the database, inside a window of dates."""
