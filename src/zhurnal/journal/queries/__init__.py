"""What the pages of the journal show: a fixed number of queries, whatever the size of the class."""
