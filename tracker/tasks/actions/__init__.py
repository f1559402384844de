"""The actions on tasks, by subject; each goes through the event log."""
