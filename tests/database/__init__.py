"""Tests of tracker/database."""
