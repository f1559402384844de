"""A file before it is written: each row as read, the phrase beside its day, what a person must decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from tracker.documents.problems import Problem
from tracker.rules.terms import Term
from tracker.rules.unit_names import UnknownPiece
from tracker.services.plans import PlanImport
from tracker.services.registers import RegisterImport
from tracker.web.filters import vn_date
from tracker.wording.sentence import say
from tracker.wording.terms import ASSUMPTIONS, TERM_KINDS

CELL_WORDS = {
    "title": say("Nội dung"),
    "content": say("Nội dung"),
    "due_on": say("Hạn xử lý"),
    "product": say("Sản phẩm"),
    "lead_text": say("Chủ trì"),
    "coordinating_text": say("Phối hợp"),
    "term_text": say("Thời hạn"),
    "basis": say("Căn cứ"),
}
SHOWN_UNITS = 3


@dataclass(frozen=True, slots=True)
class PreviewRow:
    """One row of the file as the page shows it."""

    line: int
    number: str
    content: str
    leads: str
    beside: str
    phrase: str
    due: str
    read_as: str
    must_look: bool
    remarks: Sequence[str]
    outcome: str
    changes: Sequence[tuple[str, str, str]]
    problems: Sequence[Problem]


@dataclass(frozen=True, slots=True)
class Preview:
    """The whole file as the page shows it."""

    rows: Sequence[PreviewRow]
    counts: dict[str, int]
    missing: Sequence[str]
    problems: Sequence[Problem]
    unknown: Sequence[UnknownPiece]
    is_blocked: bool

    @property
    def elsewhere(self) -> list[Problem]:
        """Problems of the whole file, and of lines from which no row could be made."""
        shown = {problem for row in self.rows for problem in row.problems}
        return [problem for problem in self.problems if problem not in shown]

    @property
    def blocking(self) -> int:
        """How many problems must be settled before the file can be written."""
        return sum(problem.blocking for problem in self.problems)


def preview(found: PlanImport | RegisterImport) -> Preview:
    """Return the preview of a plan or of a register."""
    rows = _plan_rows(found) if isinstance(found, PlanImport) else _register_rows(found)
    return Preview(
        rows=rows,
        counts={name: found.count(name) for name in ("created", "updated", "unchanged")},
        missing=_missing(found),
        problems=found.problems,
        unknown=_unknown(found),
        is_blocked=found.is_blocked,
    )


def _plan_rows(found: PlanImport) -> list[PreviewRow]:
    return [
        PreviewRow(
            line=row.row.line,
            number=row.row.number,
            content=row.row.title,
            leads=_units([unit.short_name for unit in row.leads]),
            beside=_units([unit.short_name for unit in row.coordinating]),
            phrase=row.row.term_text,
            due=_due(row.term, row.term.due if row.term else None),
            read_as=TERM_KINDS[row.term.kind] if row.term else "",
            must_look=row.term is None or row.term.needs_review or bool(row.problems),
            remarks=_remarks(row.term),
            outcome=row.outcome,
            changes=_changes(row.changes),
            problems=row.problems,
        )
        for row in found.rows
    ]


def _register_rows(found: RegisterImport) -> list[PreviewRow]:
    by_line: dict[int, list[Problem]] = {}
    for problem in found.problems:
        by_line.setdefault(problem.line, []).append(problem)
    return [
        PreviewRow(
            line=line.row.line,
            number=line.row.reference_text,
            content=line.row.content,
            leads=line.lead.short_name if line.lead else "",
            beside=_units([unit.short_name for unit in bundle.instruction.coordinating]),
            phrase=line.row.term_text,
            due=_due(bundle.term, line.due_on),
            read_as=TERM_KINDS[bundle.term.kind],
            must_look=bundle.term.needs_review or line.row.line in by_line,
            remarks=_remarks(bundle.term),
            outcome=line.outcome,
            changes=_changes(line.changes),
            problems=by_line.get(line.row.line, []),
        )
        for bundle in found.bundles
        for line in bundle.lines
    ]


def _missing(found: PlanImport | RegisterImport) -> list[str]:
    if isinstance(found, PlanImport):
        return [say("mục {number}", number=number) for number in found.missing]
    return [
        say("{reference} ngày {given_on}", reference=each.document.reference, given_on=vn_date(each.given_on))
        for each in found.missing
    ]


def _changes(changes: Mapping[str, Sequence[str]]) -> list[tuple[str, str, str]]:
    return [
        (CELL_WORDS[name], _cell(name, before), _cell(name, after))
        for name, (before, after) in changes.items()
    ]


def _cell(name: str, text: str) -> str:
    return vn_date(dt.date.fromisoformat(text)) if name == "due_on" and text else text


def _due(term: Term | None, due_on: dt.date | None) -> str:
    if term is not None and len(term.occurrences) > 1:
        return ", ".join(vn_date(day) for day in term.occurrences)
    return vn_date(due_on)


def _remarks(term: Term | None) -> list[str]:
    return [] if term is None else [ASSUMPTIONS[code] for code in term.assumptions]


def _units(names: Sequence[str]) -> str:
    if len(names) <= SHOWN_UNITS:
        return ", ".join(names)
    return say("{names} đơn vị: {shown_units}…", names=len(names), shown_units=", ".join(names[:SHOWN_UNITS]))


def _unknown(found: PlanImport | RegisterImport) -> list[UnknownPiece]:
    pieces = (
        [piece for row in found.rows for piece in row.unknown]
        if isinstance(found, PlanImport)
        else found.unknown
    )
    return list(dict.fromkeys(pieces))
