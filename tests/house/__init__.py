"""The house inspects itself: customs that a reviewer would otherwise have to remember."""
