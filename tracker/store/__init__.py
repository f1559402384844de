"""Questions to the database, one function to a question, in a fixed order."""
