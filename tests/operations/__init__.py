"""Tests of tracker/operations."""
