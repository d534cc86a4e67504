"""What families and staff do with diary entries."""
