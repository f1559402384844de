"""A report as the checks read it: paragraphs under their sections, and the rows of its appendix."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.rules.checking.findings import Place
from tracker.rules.quantities import Quantity, count_of, quantities
from tracker.rules.text import fold

EXCERPT = 160
"""Letters of the words shown beside a finding."""


@dataclass(frozen=True, slots=True)
class Passage:
    """A paragraph of the text: its section, its words, and whether it is an item of a list («-», «+»)."""

    line: int
    section: str
    text: str
    is_item: bool = False

    @property
    def folded(self) -> str:
        """The words without marks, in small letters."""
        return fold(self.text)

    @property
    def numbers(self) -> list[Quantity]:
        """The numbers that count something."""
        return quantities(self.text)

    def place(self) -> Place:
        """Return where it stands."""
        words = self.text if len(self.text) <= EXCERPT else f"{self.text[:EXCERPT]}…"
        return Place(self.section, words, self.line)


@dataclass(frozen=True, slots=True)
class Row:
    """A row of the appendix: code, label, unit of measure, value as written, note."""

    line: int
    code: str
    label: str
    unit: str
    text: str
    note: str = ""

    @property
    def is_percent(self) -> bool:
        """Tell whether the row states a share in per cent."""
        return "%" in self.unit or self.text.endswith("%") or fold(self.label).startswith("ty le")

    @property
    def value(self) -> Decimal | None:
        """The value, None when the cell is empty or holds no number."""
        return count_of(self.text, is_percent=self.is_percent)

    @property
    def choices(self) -> dict[int, str]:
        """The codes a choice may have: «Không = 0 Có = 1»."""
        return {int(code): words.strip(" ;,") for words, code in re.findall(r"([^=]+?) ?= ?(\d)", self.unit)}

    def place(self) -> Place:
        """Return where it stands."""
        label = self.label.rstrip(" :.")
        shown = f"{label}: {self.text}" if self.text else label
        return Place(self.code, shown, self.line, in_appendix=True)


@dataclass(frozen=True, slots=True)
class Report:
    """A report: its text, its appendix, the year it is about, and the day it was made, where it says so."""

    passages: Sequence[Passage]
    rows: Sequence[Row]
    year: int | None = None
    made_on: dt.date | None = None

    def row(self, code: str) -> Row | None:
        """Return the row with a code."""
        return next((row for row in self.rows if row.code == code), None)

    def value(self, code: str) -> Decimal | None:
        """Return the value of a row, None when it is missing or empty."""
        row = self.row(code)
        return None if row is None else row.value

    def leaves(self) -> list[Row]:
        """Return the rows that should hold a value: not the headings above others."""
        return [row for row in self.rows if row.unit or row.text]
