"""What a class has come to: the summary of a period or the year, and the decisions of the council."""
