"""Tests of tracker/accounts."""
