"""JSON for other programs, under /api/v1: the same actions and permissions as the pages."""
