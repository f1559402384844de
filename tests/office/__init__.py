"""Tests of tracker/office."""
