"""The tables, one noun to a file; importing the room registers them all on `Base.metadata`."""
