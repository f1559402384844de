"""A report as plain values: everything that is printed, so that it can be kept as it is and printed again the same.

Rows of a report as printed: the value of an indicator, the figures of a unit, how a figure is obtained.
"""

from __future__ import annotations

import datetime as dt
import enum
import json
import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict, dataclass
from typing import Any

from tracker.core.formats import format_percent, share_words
from tracker.core.i18n import embed_message, join_messages, label_for_authority, make_message
from tracker.law.tally import Tally
from tracker.law.timing import Timing
from tracker.reports.indicators.spec import (
    BINDING_WORDS,
    BLANK_WORDS,
    GROUP_WORDS,
    ROW_RULE_WORDS,
    SOURCE_WORDS,
    BlankReason,
    IndicatorSpec,
    read_rule,
)
from tracker.reports.indicators.values import FilledRow
from tracker.reports.labels import value_words

HOLE_MARK = "[CẦN BỔ SUNG"
"""How every place begins at which something is still to be supplied."""


_HOLE = re.compile(rf"({re.escape(HOLE_MARK)}[^\]]*\])")


def split_at_placeholders(text: str) -> list[tuple[str, bool]]:
    """Return a text in pieces, each with whether it is a hole."""
    return [(piece, piece.startswith(HOLE_MARK)) for piece in _HOLE.split(text) if piece]


class ReportBlockKind(enum.StrEnum):
    """What a paragraph is: the head of a section or of a part of it, running text, an item of a list, a hole."""

    SECTION = "section"
    PART = "part"
    TEXT = "text"
    ITEM = "item"
    HOLE = "hole"


@dataclass(frozen=True, slots=True)
class ReportBlock:
    """One paragraph."""

    kind: ReportBlockKind
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
class UnitTableRow:
    """A row of the table of units, its cells as printed."""

    name: str
    cells: tuple[str, ...]
    is_sum: bool = False


@dataclass(frozen=True, slots=True)
class RowDefinition:
    """How a row of the appendix is obtained and what must hold, in words."""

    code: str
    label: str
    how: str
    rules: str


@dataclass(frozen=True, slots=True)
class FigureProof:
    """What a figure of a unit rests on: the paper it names, and the file it joined with its SHA-256."""

    code: str
    unit: str
    paper: str
    file: str
    sha256: str


@dataclass(frozen=True, slots=True)
class PrintedAdjustment:
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
    blocks: tuple[ReportBlock, ...]
    form_title: str
    rows: tuple[PaperRow, ...]
    unit_heads: tuple[str, ...]
    units: tuple[UnitTableRow, ...]
    definitions: tuple[RowDefinition, ...]
    recipients: tuple[str, ...]
    authority: str
    post: str
    footnote: str
    proofs: tuple[FigureProof, ...] = ()
    adjustments: tuple[PrintedAdjustment, ...] = ()

    @property
    def holes(self) -> list[str]:
        """What is still to be supplied: paragraphs that nobody has written, words that lack a day or a number."""
        return [block.text for block in self.blocks if HOLE_MARK in block.text]

    def as_text(self) -> str:
        """Return it as a text to be kept; equal papers give equal texts."""
        return json.dumps(asdict(self), ensure_ascii=False, sort_keys=True, default=_plain)


def parse_report_paper(text: str) -> ReportPaper:
    """Return the paper that a text keeps."""
    kept: dict[str, Any] = json.loads(text)
    day = kept["dated_on"]
    return ReportPaper(
        **{
            **kept,
            "dated_on": None if day is None else dt.date.fromisoformat(day),
            "first_on": dt.date.fromisoformat(kept["first_on"]),
            "as_of": dt.date.fromisoformat(kept["as_of"]),
            "blocks": tuple(ReportBlock(ReportBlockKind(each["kind"]), each["text"]) for each in kept["blocks"]),
            "rows": tuple(PaperRow(**each) for each in kept["rows"]),
            "units": tuple(_unit_row(each) for each in kept["units"]),
            "proofs": tuple(FigureProof(**each) for each in kept.get("proofs", ())),
            "adjustments": tuple(
                PrintedAdjustment(each["words"], each["number"], tuple(each["tasks"]))
                for each in kept.get("adjustments", ())
            ),
            "definitions": tuple(RowDefinition(**each) for each in kept["definitions"]),
            **{name: tuple(kept[name]) for name in ("unit_heads", "recipients")},
        }
    )


def numbers_of(rows: Sequence[PaperRow]) -> dict[str, str]:
    """Return the printed values by code."""
    return {row.code: row.value for row in rows if not row.is_heading}


def _unit_row(kept: Mapping[str, Any]) -> UnitTableRow:
    return UnitTableRow(kept["name"], tuple(kept["cells"]), kept["is_sum"])


def _plain(value: object) -> str:
    if isinstance(value, dt.date):
        return value.isoformat()
    raise TypeError(type(value))


HOLE = "[CẦN BỔ SUNG]"


def paper_row(filled: FilledRow) -> PaperRow:
    """Return a row as the appendix prints it: its value or a hole, its note with numerator, denominator or reason."""
    spec = filled.spec
    if spec.is_heading:
        return PaperRow(spec.code, label_for_authority(spec.label), "", "", "", is_heading=True)
    notes = [share_words(filled.part, filled.whole), filled.note]
    if filled.value is None and filled.blank is not None and filled.blank is not BlankReason.NOTHING_AROSE:
        notes.insert(0, BLANK_WORDS[filled.blank])
    value = HOLE if filled.is_open else value_words(filled.value, spec.kind)
    label = label_for_authority(spec.label)
    return PaperRow(spec.code, label, spec.unit, value, "; ".join(note for note in notes if note))


@dataclass(frozen=True, slots=True)
class UnitColumn:
    """A column of the table of units: head, width on paper in centimetres and in a sheet in characters, figure."""

    head: str
    paper_width: float
    sheet_width: int
    cell: Callable[[Tally], str]


UNIT_NAME_HEAD, UNIT_NAME_WIDTHS = "Đơn vị", (4.9, 40)
UNIT_COLUMNS = (
    UnitColumn("Tổng số lượt giao", 1.8, 12, lambda tally: str(tally.total)),
    UnitColumn("Trước và đúng hạn", 1.9, 12, lambda tally: str(tally.done_on_time)),
    UnitColumn("Quá hạn", 1.6, 12, lambda tally: str(tally[Timing.DONE_LATE])),
    UnitColumn("Đang làm, trong hạn", 1.9, 12, lambda tally: str(tally[Timing.OPEN_IN_TIME])),
    UnitColumn("Đang làm, quá hạn", 1.9, 12, lambda tally: str(tally[Timing.OPEN_OVERDUE])),
    UnitColumn(
        "Tỷ lệ trước và đúng hạn trên số hoàn thành có hạn", 2.5, 20,
        lambda tally: format_percent(tally.done_on_time, tally.done_with_deadline),
    ),
)  # fmt: skip
"""The table of units. A report frozen before keeps the heads it had: widths are found by head."""

UNIT_HEADS = (UNIT_NAME_HEAD, *(each.head for each in UNIT_COLUMNS))


def unit_cells(tally: Tally) -> tuple[str, ...]:
    """Return the figures of a unit, its name apart."""
    return tuple(each.cell(tally) for each in UNIT_COLUMNS)


def get_unit_widths(heads: Sequence[str]) -> list[tuple[float, int]]:
    """Return the widths, on paper and in a sheet, of the columns of a report; a head no longer known is of 1.9 cm."""
    known = {UNIT_NAME_HEAD: UNIT_NAME_WIDTHS}
    known |= {each.head: (each.paper_width, each.sheet_width) for each in UNIT_COLUMNS}
    return [known.get(head, (1.9, 12)) for head in heads]


def build_row_definition(spec: IndicatorSpec, names: Mapping[str, str]) -> RowDefinition:
    """Return how a row is obtained and what must hold; `names` are those of units by code."""
    how = SOURCE_WORDS[spec.source]
    if spec.binding is not None:
        how = make_message("{how}: {what}", how=how, what=embed_message(BINDING_WORDS[spec.binding]))
    elif spec.formula:
        how = make_message("{how}: {what}", how=how, what=spec.formula)
    elif spec.owners:
        owners = join_messages(GROUP_WORDS.get(each) or names.get(each, each) for each in spec.owners)
        how = make_message("{how}: {what}", how=how, what=owners)
    rules = [(ROW_RULE_WORDS[verb], codes) for verb, codes in map(read_rule, spec.rules)]
    said = join_messages(
        (make_message("{verb} {codes}", verb=verb, codes=" + ".join(codes)) for verb, codes in rules), between="; "
    )
    return RowDefinition(spec.code, spec.label, how, said)
