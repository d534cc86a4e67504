"""What families do in the diary."""
