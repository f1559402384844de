"""What happens by itself: processes, locks, the timetable."""
