"""Plans: the table read, compared and brought in."""
