"""Channels beside mail."""
