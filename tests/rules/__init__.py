"""The rules, on plain values: no database here."""
