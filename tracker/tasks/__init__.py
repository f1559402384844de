"""Tasks: their tables, the event log that alone changes them, actions, lists and pages."""
