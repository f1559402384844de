"""Tests of tracker/law."""
