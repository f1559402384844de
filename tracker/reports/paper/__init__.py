"""The report as a document: its parts, prose, Word, Excel and own templates."""
