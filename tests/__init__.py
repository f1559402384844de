"""The tests speak of the town, not of the code; their folders mirror the modules of `tracker`."""
