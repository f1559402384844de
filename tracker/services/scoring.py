"""Scoring a report: expected points by the sheet that holds, what full marks still need, the papers that prove it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.documents.indicator_table import SHIPPED
from tracker.documents.jail import Kind, read_in_jail
from tracker.documents.report_paper import numbers_of
from tracker.documents.scoring_table import SheetTable, read_sheet
from tracker.models.report import Report, ReportState
from tracker.models.scoring import ScoringCriterion, ScoringProof, ScoringSheet
from tracker.rules.permissions import Permission, require
from tracker.rules.quantities import count_of
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.scoring import Criterion, Score, score, total
from tracker.rules.text import tidy
from tracker.services import appendix
from tracker.services.reporting.opening import found
from tracker.services.reporting.writing import paper_of_report
from tracker.store import reports
from tracker.store import scoring as store
from tracker.transaction import Work
from tracker.wording.scoring import SHIPPED_SOURCE, SHIPPED_TITLE

SHIPPED_NAME = "cham-diem-minh-hoa.csv"
SHIPPED_FROM = dt.date(2020, 1, 1)


@dataclass(frozen=True, slots=True)
class Scored:
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
    lines: Sequence[Scored]
    expected: Decimal
    scored: Decimal
    most: Decimal

    @property
    def is_illustrative(self) -> bool:
        """Tell whether no superior has issued these criteria: the sheet came with the program."""
        return self.sheet.title == SHIPPED_TITLE


def ensure_shipped(work: Work) -> None:
    """Add the sheet that comes with the program, once."""
    if store.any_sheet(work.session) is None:
        table = read_sheet((SHIPPED / SHIPPED_NAME).read_bytes(), SHIPPED_NAME)
        _add(work, SHIPPED_TITLE, SHIPPED_SOURCE, SHIPPED_FROM, table.rows)


def read_file(data: bytes, filename: str) -> SheetTable:
    """Read a sheet's file in a process of its own; FILE_REFUSED for one that cannot be read."""
    table: SheetTable = read_in_jail(Kind.SCORING, data, filename)
    return table


def load(
    work: Work, *, title: str, source: str, valid_from: dt.date, rows: Sequence[Criterion]
) -> ScoringSheet:
    """Bring in a sheet: reports with a cut-off from `valid_from` on are scored by it."""
    require(work.actor, Permission.REPORT_PREPARE)
    return _add(work, tidy(title), tidy(source), valid_from, rows)


def of_report(work: Work, report_id: int) -> ScoreSheet:
    """Return a report scored by the sheet that holds on its cut-off; NOT_FOUND without one."""
    report = found(work, report_id)
    sheet = store.sheet_on(work.session, report.as_of)
    if sheet is None:
        raise Refusal(Reason.NOT_FOUND)
    values = _values(work, report)
    proofs = store.proofs(work.session, report.id)
    lines = [
        Scored(row, score(row.criterion(), values), [each for each in proofs if each.criterion_id == row.id])
        for row in store.criteria(work.session, sheet.id)
    ]
    return ScoreSheet(sheet, report, lines, *total(line.score for line in lines))


def prove(work: Work, report_id: int, criterion_id: int, *, document: str) -> ScoringProof:
    """Name a paper that proves a criterion for a report; DUPLICATE for one that is named already."""
    require(work.actor, Permission.REPORT_PREPARE)
    report = found(work, report_id)
    if store.criterion(work.session, criterion_id) is None:
        raise Refusal(Reason.NOT_FOUND)
    named = tidy(document)
    if not named:
        raise Refusal(Reason.DOCUMENT_MISSING, field="document")
    known = store.proofs(work.session, report.id)
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


def _values(work: Work, report: Report) -> dict[str, Decimal | None]:
    """Return the rows of a report: as frozen, or as they stand now."""
    if report.state is ReportState.DRAFT or reports.frozen(work.session, report.id) is None:
        return {line.indicator.code: line.number for line in appendix.of_report(work, report).lines}
    printed = numbers_of(paper_of_report(work, report).rows)
    return {code: count_of(words, is_percent=words.endswith("%")) for code, words in printed.items()}


def _add(work: Work, title: str, source: str, valid_from: dt.date, rows: Sequence[Criterion]) -> ScoringSheet:
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
