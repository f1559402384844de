"""Who is reminded of what, when, and what became of each letter."""
