"""Tests of tracker/reorganisation."""
