"""Tests of reading directives written as prose."""
