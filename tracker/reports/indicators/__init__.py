"""Indicators of a report's appendix: what each counts, how it is obtained, how its value is read and added up."""
