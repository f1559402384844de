"""Directives: typed in, or read from a paper and confirmed."""
