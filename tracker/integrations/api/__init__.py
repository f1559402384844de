"""JSON for other programs, under /api/v1: the same services and permissions, another door."""
