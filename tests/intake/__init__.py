"""Tests of tracker/intake."""
