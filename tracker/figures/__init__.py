"""Figures of any day: counted, compared, frozen, mailed and drawn."""
