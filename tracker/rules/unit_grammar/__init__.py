"""How offices are named in assignments: names, collectives, heads, roles."""
