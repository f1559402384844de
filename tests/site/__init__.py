"""Tests of tracker/site."""
