"""A report as plain values: everything that is printed, so that it can be kept as it is and printed again the same."""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

HOLE_MARK = "[CẦN BỔ SUNG"
"""How every place begins at which something is still to be supplied."""


_HOLE = re.compile(rf"({re.escape(HOLE_MARK)}[^\]]*\])")


def around_holes(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is a hole."""
    return [(piece, piece.startswith(HOLE_MARK)) for piece in _HOLE.split(text) if piece]


class BlockKind(enum.StrEnum):
    """What a paragraph is: the head of a section or of a part of it, running text, an item of a list, a hole."""

    SECTION = "section"
    PART = "part"
    TEXT = "text"
    ITEM = "item"
    HOLE = "hole"


@dataclass(frozen=True, slots=True)
class Block:
    """One paragraph."""

    kind: BlockKind
    text: str


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A row of the appendix as printed."""

    code: str
    label: str
    unit: str
    value: str
    note: str
    is_heading: bool = False


@dataclass(frozen=True, slots=True)
class UnitRow:
    """A row of the table of units, its cells as printed."""

    name: str
    cells: tuple[str, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class Definition:
    """How a row of the appendix is obtained and what must hold, in words."""

    code: str
    label: str
    how: str
    rules: str


@dataclass(frozen=True, slots=True)
class Proof:
    """What a figure of a unit rests on: the paper it names, and the file it joined with its SHA-256."""

    code: str
    unit: str
    paper: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class AdjustmentRow:
    """How many figures rest on acts of one kind, and the numbers of their tasks."""

    words: str
    number: int
    tasks: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class ReportPaper:
    """A report; `number` and `dated_on` are empty until it is frozen. Days are civil days."""

    office: str
    place: str
    number: str
    dated_on: dt.date | None
    title: str
    first_on: dt.date
    as_of: dt.date
    blocks: tuple[Block, ...]
    form_title: str
    rows: tuple[PaperRow, ...]
    unit_heads: tuple[str, ...]
    units: tuple[UnitRow, ...]
    definitions: tuple[Definition, ...]
    recipients: tuple[str, ...]
    authority: str
    post: str
    footnote: str
    proofs: tuple[Proof, ...] = ()
    adjustments: tuple[AdjustmentRow, ...] = ()

    @property
    def holes(self) -> list[str]:
        """What is still to be supplied: paragraphs that nobody has written, words that lack a day or a number."""
        return [block.text for block in self.blocks if HOLE_MARK in block.text]

    def as_text(self) -> str:
        """Return it as a text to be kept; equal papers give equal texts."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_plain)


def paper_of(text: str) -> ReportPaper:
    """Return the paper that a text keeps."""
    kept: dict[str, Any] = json.loads(text)
    day = kept["dated_on"]
    return ReportPaper(
        **{
            **kept,
            "dated_on": None if day is None else dt.date.fromisoformat(day),
            "first_on": dt.date.fromisoformat(kept["first_on"]),
            "as_of": dt.date.fromisoformat(kept["as_of"]),
            "blocks": tuple(Block(BlockKind(each["kind"]), each["text"]) for each in kept["blocks"]),
            "rows": tuple(PaperRow(**each) for each in kept["rows"]),
            "units": tuple(_unit_row(each) for each in kept["units"]),
            "proofs": tuple(Proof(**each) for each in kept.get("proofs", ())),
            "adjustments": tuple(
                AdjustmentRow(each["words"], each["number"], tuple(each["tasks"]))
                for each in kept.get("adjustments", ())
            ),
            "definitions": tuple(Definition(**each) for each in kept["definitions"]),
            **{name: tuple(kept[name]) for name in ("unit_heads", "recipients")},
        }
    )


def numbers_of(rows: Sequence[PaperRow]) -> dict[str, str]:
    """Return the printed values by code."""
    return {row.code: row.value for row in rows if not row.is_heading}


def _unit_row(kept: Mapping[str, Any]) -> UnitRow:
    return UnitRow(kept["name"], tuple(kept["cells"]), kept["is_sum"])


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value))
