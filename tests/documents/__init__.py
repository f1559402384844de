"""Tests of tracker/documents."""
