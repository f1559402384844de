"""Tests of tracker/tasks."""
