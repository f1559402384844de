"""The report of a period: opened, asked for, filled in, written, checked and frozen."""
