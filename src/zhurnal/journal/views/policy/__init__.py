"""The school's rules of marking: for its heads to decide, for everybody to read."""
