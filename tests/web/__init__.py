"""Tests of tracker/web."""
