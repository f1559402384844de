"""The migrations: up, down, and what the database itself refuses."""
