"""Tests of tracker/figures."""
