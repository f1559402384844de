"""Tests of tracker/reminders."""
