"""Measuring: our pages beside a floor application over the same database, in one run."""
