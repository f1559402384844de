"""Whether the numbers of a report hold: parts against totals, text against appendix, shares, styles, claims."""
