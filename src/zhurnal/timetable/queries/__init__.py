"""What pages and actions ask about the timetable."""
