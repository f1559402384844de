"""Units that merge or end and people who leave: previewed, then carried out as a whole."""
