"""Finding the header row of a table below its titles, by the words of its columns."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.documents.tables import Cell, Grid, text_of
from tracker.rules.text import fold

_DEEPEST_HEADER = 40
"""Rows searched from the top of a table."""


@dataclass(frozen=True, slots=True)
class Header:
    """Where the rows begin and which column holds what."""

    first_row: int
    columns: Mapping[str, int]

    def cell(self, row: Sequence[Cell], name: str) -> Cell:
        """Return the cell of a named column, empty when the table has no such column."""
        index = self.columns.get(name)
        return "" if index is None or index >= len(row) else row[index]

    def text(self, row: Sequence[Cell], name: str) -> str:
        """Return the cell of a named column as one line of text."""
        return text_of(self.cell(row, name))


def find_header(
    grid: Grid, patterns: Mapping[str, str], required: frozenset[str]
) -> Header | None:
    """Return the header whose words name at least the `required` columns, one row deep or two."""
    best: Header | None = None
    for index in range(min(len(grid), _DEEPEST_HEADER)):
        for depth in (1, 2):
            if index + depth > len(grid):
                continue
            columns = _columns(grid[index : index + depth], patterns)
            if required <= columns.keys() and (best is None or len(columns) > len(best.columns)):
                best = Header(first_row=index + depth, columns=columns)
        if best is not None and index + 1 >= best.first_row:
            break
    return best


def is_repeated_header(row: Sequence[Cell], patterns: Mapping[str, str], required: frozenset[str]) -> bool:
    """Tell whether a row repeats the header, as at the top of a new page."""
    return required <= _columns((tuple(row),), patterns).keys()


def _columns(rows: Grid, patterns: Mapping[str, str]) -> dict[str, int]:
    found: dict[str, int] = {}
    for index in range(len(rows[0])):
        words = list(dict.fromkeys(fold(text_of(row[index])) for row in rows if index < len(row)))
        title = " ".join(word for word in words if word)
        if not title or len(title) > 80:
            continue
        for name, pattern in patterns.items():
            if name not in found and re.search(pattern, title, re.ASCII):
                found[name] = index
                break
    return found
