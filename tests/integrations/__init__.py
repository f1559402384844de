"""Tests of tracker/integrations."""
