"""Directives, letters and notices written as prose: paragraphs, heading, duties and their deadlines."""
