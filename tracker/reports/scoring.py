"""Scoring a report: expected points by the sheet that holds, what full marks still need, the papers that prove it.

Questions about scoring sheets.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.law.permissions import Permission, require_permission
from tracker.law.references import count_of
from tracker.reports import appendix, queries
from tracker.reports.content import paper_of_report
from tracker.reports.indicators.table import SHIPPED
from tracker.reports.models import Report, ReportState, ScoringCriterion, ScoringProof, ScoringSheet
from tracker.reports.opening import require_report
from tracker.reports.paper.model import numbers_of
from tracker.reports.scoring_rules import (
    SHIPPED_SHEET_TITLE,
    SHIPPED_SOURCE,
    Criterion,
    Score,
    SheetTable,
    read_scoring_sheet,
    score_criterion,
    total_scores,
)


def get_sheet_on(session: Session, day: dt.date) -> ScoringSheet | None:
    """Return the sheet that holds on a civil day."""
    question = select(ScoringSheet).where(ScoringSheet.valid_from <= day)
    return session.scalar(question.order_by(ScoringSheet.valid_from.desc(), ScoringSheet.id.desc()).limit(1))


def has_scoring_sheet(session: Session) -> ScoringSheet | None:
    """Return some sheet, if there is one."""
    return session.scalar(select(ScoringSheet).limit(1))


def list_criteria(session: Session, sheet_id: int) -> Sequence[ScoringCriterion]:
    """Return the criteria of a sheet in order."""
    question = select(ScoringCriterion).where(ScoringCriterion.sheet_id == sheet_id)
    return list(session.scalars(question.order_by(ScoringCriterion.position)))


def get_criterion(session: Session, criterion_id: int) -> ScoringCriterion | None:
    """Return one criterion."""
    return session.get(ScoringCriterion, criterion_id)


def list_scoring_proofs(session: Session, report_id: int) -> Sequence[ScoringProof]:
    """Return the papers that prove criteria for a report, in the order in which they were named."""
    question = select(ScoringProof).where(ScoringProof.report_id == report_id)
    return list(session.scalars(question.order_by(ScoringProof.id)))


SHIPPED_NAME = "cham-diem-minh-hoa.csv"
SHIPPED_FROM = dt.date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class ScoredCriterion:
    """A criterion with its score and the papers that prove it; `unproved` are those still to be named."""

    row: ScoringCriterion
    score: Score
    proofs: Sequence[ScoringProof]

    @property
    def unproved(self) -> list[str]:
        """The kinds of paper for which nothing is named yet: as many as are missing."""
        return list(self.score.criterion.proofs[len(self.proofs) :])


@dataclass(frozen=True, slots=True)
class ScoreSheet:
    """A report scored: its criteria, the points expected, the most of what could be scored, the most of all."""

    sheet: ScoringSheet
    report: Report
    lines: Sequence[ScoredCriterion]
    expected: Decimal
    scored: Decimal
    most: Decimal

    @property
    def is_illustrative(self) -> bool:
        """Tell whether no superior has issued these criteria: the sheet came with the program."""
        return self.sheet.title == SHIPPED_SHEET_TITLE


def ensure_shipped_sheet(work: UnitOfWork) -> None:
    """Add the sheet that comes with the program, once."""
    if has_scoring_sheet(work.session) is None:
        table = read_scoring_sheet((SHIPPED / SHIPPED_NAME).read_bytes(), SHIPPED_NAME)
        _add(work, SHIPPED_SHEET_TITLE, SHIPPED_SOURCE, SHIPPED_FROM, table.rows)


def read_scoring_file(data: bytes, filename: str) -> SheetTable:
    """Read a sheet's file in a process of its own; FILE_REFUSED for one that cannot be read."""
    table: SheetTable = read_sandboxed(SandboxFileKind.SCORING, data, filename)
    return table


def import_scoring_sheet(
    work: UnitOfWork, *, title: str, source: str, valid_from: dt.date, rows: Sequence[Criterion]
) -> ScoringSheet:
    """Bring in a sheet: reports with a cut-off from `valid_from` on are scored by it."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    return _add(work, normalise_text(title), normalise_text(source), valid_from, rows)


def score_report(work: UnitOfWork, report_id: int) -> ScoreSheet:
    """Return a report scored by the sheet that holds on its cut-off; NOT_FOUND without one."""
    report = require_report(work, report_id)
    sheet = get_sheet_on(work.session, report.as_of)
    if sheet is None:
        raise Refusal(Reason.NOT_FOUND)
    values = _values(work, report)
    proofs = list_scoring_proofs(work.session, report.id)
    lines = [
        ScoredCriterion(
            row, score_criterion(row.criterion(), values), [each for each in proofs if each.criterion_id == row.id]
        )
        for row in list_criteria(work.session, sheet.id)
    ]
    return ScoreSheet(sheet, report, lines, *total_scores(line.score for line in lines))


def add_scoring_proof(work: UnitOfWork, report_id: int, criterion_id: int, *, document: str) -> ScoringProof:
    """Name a paper that proves a criterion for a report; DUPLICATE for one that is named already."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    report = require_report(work, report_id)
    if get_criterion(work.session, criterion_id) is None:
        raise Refusal(Reason.NOT_FOUND)
    named = normalise_text(document)
    if not named:
        raise Refusal(Reason.DOCUMENT_MISSING, field="document")
    known = list_scoring_proofs(work.session, report.id)
    if any(each.criterion_id == criterion_id and each.document == named for each in known):
        raise Refusal(Reason.DUPLICATE, field="document")
    made = ScoringProof(
        report_id=report.id,
        criterion_id=criterion_id,
        document=named,
        added_at=work.now,
        added_by_id=work.actor.user_id,
    )
    work.session.add(made)
    return made


def _values(work: UnitOfWork, report: Report) -> dict[str, Decimal | None]:
    """Return the rows of a report: as frozen, or as they stand now."""
    if report.state is ReportState.DRAFT or queries.get_frozen_report(work.session, report.id) is None:
        return {line.indicator.code: line.number for line in appendix.build_report_appendix(work, report).lines}
    printed = numbers_of(paper_of_report(work, report).rows)
    return {code: count_of(words, is_percent=words.endswith("%")) for code, words in printed.items()}


def _add(work: UnitOfWork, title: str, source: str, valid_from: dt.date, rows: Sequence[Criterion]) -> ScoringSheet:
    sheet = ScoringSheet(title=title, source=source, valid_from=valid_from, created_at=work.now)
    work.session.add(sheet)
    work.session.flush()
    for position, row in enumerate(rows, start=1):
        work.session.add(
            ScoringCriterion(
                sheet_id=sheet.id,
                position=position,
                code=row.code,
                title=row.title,
                most=str(row.most),
                manner=row.manner,
                reads=row.reads,
                tiers=[[str(start), str(points)] for start, points in row.tiers],
                proofs=list(row.proofs),
            )
        )
    work.session.flush()
    return sheet
