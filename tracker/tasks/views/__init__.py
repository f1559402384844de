"""Pages of tasks: lists, one task, its actions."""
