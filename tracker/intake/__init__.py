"""Plans, registers and directives coming in."""
