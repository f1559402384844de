"""The report of a period: indicators, collecting, writing, checking, signing off, scoring."""
