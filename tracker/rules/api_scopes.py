"""What another program may do for a person: never more than the person may, and only what its token names."""

from __future__ import annotations

import enum


class ApiScope(enum.StrEnum):
    """One thing a token opens."""

    TASKS_READ = "tasks:read"
    TASKS_WRITE = "tasks:write"
    STATISTICS_READ = "statistics:read"
    REPORTS_READ = "reports:read"
    IMPORTS_WRITE = "imports:write"


LONGEST_DAYS = 365
"""Tokens do not live for ever; whoever still needs one makes another."""


def written(scopes: set[ApiScope]) -> str:
    """Return scopes as a row keeps them."""
    return " ".join(sorted(scopes))


def read(text: str) -> frozenset[ApiScope]:
    """Return the scopes that a row keeps."""
    return frozenset(ApiScope(word) for word in text.split())
