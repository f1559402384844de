"""When things happen by themselves: the scheduler and its rounds."""
