"""What changes the timetable."""
