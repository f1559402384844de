"""Plan tables as offices lay them out, each with the rows a person reads in it."""
