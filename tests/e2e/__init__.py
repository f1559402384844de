"""The town before a real browser; run by `make e2e`."""
