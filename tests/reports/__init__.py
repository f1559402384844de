"""Tests of tracker/reports."""
