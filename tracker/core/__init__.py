"""What every package stands on: clock, refusals, text, formats, files, words in two languages."""
