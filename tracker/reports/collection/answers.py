"""What a unit says for a report, row by row: read by its unit of measure, all of it or, while one is wrong, none.

What a task that asks for figures still lacks: it is done only with every row said, a number or a reason.

The files on which figures rest: who may have them, and how much space they take.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from types import MappingProxyType
from typing import BinaryIO

from sqlalchemy import exists

from tracker.core.files import StoreLocation, UploadLimits
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, has_permission, require_permission
from tracker.office.papers import open_unaltered
from tracker.reports import appendix as report_appendix, form_versions, queries as report_queries
from tracker.reports.form_versions import figure_bytes_query
from tracker.reports.indicators.spec import BlankReason, IndicatorSpec, ValueKind, ValueSource
from tracker.reports.indicators.values import calculate_indicator_share, read_count, read_value
from tracker.reports.models import Indicator, IndicatorEntry, Report, ReportState
from tracker.reports.opening import lock_draft_report
from tracker.tasks import requirements
from tracker.tasks.evidence import NewFile, check_byte_limits
from tracker.tasks.models import Assignment, AssignmentRole

NAMED = 10
"""Rows that a sentence names; the page of the figures shows them all."""


@dataclass(frozen=True, slots=True)
class MissingFigures:
    """The report that a task asks figures for, and the rows of the unit without a word that counts."""

    report: Report
    missing: Sequence[Indicator]

    @property
    def report_id(self) -> int:
        """The number of the report in its newest version."""
        return self.report.id

    @property
    def codes(self) -> str:
        """The first missing rows, by code."""
        said = ", ".join(row.code for row in self.missing[:NAMED])
        return said if len(self.missing) <= NAMED else f"{said}…"


def get_missing_figures(work: UnitOfWork, assignment: Assignment) -> MissingFigures | None:
    """Return what an assignment owes to the report that asks for it, in its newest version; None for other work.

    A value that was sent back is missing until it is said anew. Once the report is frozen nothing can be given, and
    nothing is missing.
    """
    if assignment.part is not AssignmentRole.LEAD:
        return None
    report = report_queries.get_requesting_report(work.session, assignment.task_id)
    if report is None:
        return None
    if report.state is not ReportState.DRAFT:
        return MissingFigures(report, ())
    rows = form_versions.list_indicators(work.session, report.form_id)
    owners = report_appendix.list_row_owners(work, rows, report.as_of)
    said = {
        entry.indicator_id
        for entry in form_versions.list_indicator_entries(work.session, report.id)
        if entry.unit_id == assignment.unit_id and not entry.is_returned
    }
    return MissingFigures(
        report, [row for row in rows if assignment.unit_id in owners[row.code] and row.id not in said]
    )


requirements.register_figure_questions(
    requirements.FigureQuestions(
        required=get_missing_figures,
        is_request=lambda task_id: exists().where(Report.request_task_id == task_id),
        stored_bytes=lambda unit_id: figure_bytes_query(IndicatorEntry.unit_id == unit_id),
    )
)


@dataclass(frozen=True, slots=True)
class TypedFields:
    """What stands in the fields of one row, as typed."""

    value: str = ""
    part: str = ""
    whole: str = ""
    blank: BlankReason | None = None
    note: str = ""
    evidence: str = ""

    @property
    def is_empty(self) -> bool:
        """Tell whether nothing was said: no number and no reason."""
        return not (self.value.strip() or self.part.strip() or self.whole.strip() or self.blank)


@dataclass(frozen=True, slots=True)
class ParsedFields:
    """The same, understood."""

    typed: str
    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    blank: BlankReason | None = None


class FieldMistakes(Refusal):
    """Several refusals at once, each beside the field of its row."""

    def __init__(self, refusals: Sequence[Refusal]) -> None:
        super().__init__(refusals[0].reason, field=refusals[0].field, **refusals[0].details)
        self.refusals = tuple(refusals)


def save_unit_figures(
    work: UnitOfWork,
    report_id: int,
    unit_id: int | None,
    said: Mapping[int, TypedFields],
    *,
    complete: bool = False,
    files: Mapping[int, NewFile] = MappingProxyType({}),
) -> int:
    """Keep what a unit says (None: the office, for the whole authority), by id of the row; return how much is new.

    What stands there already is not kept a second time. `files` are kept already, by id of the row each proves; a row
    without a new one keeps the one it has. `complete` asks for every row: a number or a reason. Raises
    `FieldMistakes` with a refusal for each row that is wrong, and then nothing of it is kept.
    """
    require_permission(work.actor, Permission.FIGURES_GIVE if unit_id else Permission.REPORT_PREPARE, unit_id=unit_id)
    report = lock_draft_report(work, report_id)
    rows = {row.id: row for row in form_versions.list_indicators(work.session, report.form_id)}
    present = {
        entry.indicator_id: entry
        for entry in form_versions.list_indicator_entries(work.session, report.id)
        if entry.unit_id == unit_id
    }
    refusals: list[Refusal] = []
    made: list[IndicatorEntry] = []
    for key, words in said.items():
        row = rows.get(key)
        if row is None or row.source not in (ValueSource.ENTERED, ValueSource.FORMULA):
            continue
        try:
            asks = complete or key in files  # a file alone proves nothing
            read = parse_row_fields(row.spec(), words, key, complete=asks, shared=_is_shared(row, unit_id))
        except Refusal as refusal:
            refusals.append(refusal)
            continue
        if read is None:
            continue
        entry = _entry(work, report, row, unit_id, words, read)
        _join_file(entry, files.get(key) or present.get(key))
        if not _is_same(entry, present.get(key)):
            made.append(entry)
    if refusals:
        raise FieldMistakes(refusals)
    work.session.add_all(made)
    work.session.flush()
    return len(made)


def parse_row_fields(
    spec: IndicatorSpec, said: TypedFields, key: int, *, complete: bool, shared: bool
) -> ParsedFields | None:
    """Return what the fields of a row mean, None when nothing was said.

    `shared`: the row adds up several units, so a share needs its numerator and denominator.
    """
    if said.is_empty:
        if complete:
            raise Refusal(Reason.REASON_MISSING, field=f"value_{key}", code=spec.code)
        return None
    if said.blank is not None and not (said.value.strip() or said.part.strip() or said.whole.strip()):
        if said.blank is BlankReason.NOTHING_AROSE and spec.kind is not ValueKind.PERCENT:
            return ParsedFields("0", value=Decimal(0))
        return ParsedFields("", blank=said.blank)
    if spec.kind is not ValueKind.PERCENT:
        return ParsedFields(normalise_text(said.value), value=read_value(said.value, spec, field=f"value_{key}"))
    return _share(spec, said, key, shared=shared)


def _share(spec: IndicatorSpec, said: TypedFields, key: int, *, shared: bool) -> ParsedFields:
    if bool(said.part.strip()) != bool(said.whole.strip()) or (shared and not said.part.strip()):
        raise Refusal(Reason.SHARE_INCOMPLETE, field=f"part_{key}")
    stated = read_value(said.value, spec, field=f"value_{key}")
    if not said.part.strip():
        return ParsedFields(normalise_text(said.value), value=stated)
    part = read_count(said.part, field=f"part_{key}")
    whole = read_count(said.whole, field=f"whole_{key}")
    if part > whole:
        raise Refusal(Reason.PART_EXCEEDS_WHOLE, field=f"part_{key}", part=part, whole=whole)
    found = calculate_indicator_share(part, whole)
    if found is None:
        return ParsedFields("", blank=BlankReason.NOTHING_AROSE)
    if stated is not None and abs(stated - found) > Decimal("0.05"):
        raise Refusal(Reason.SHARE_DIFFERS, field=f"value_{key}", part=part, whole=whole, expected=found, share=stated)
    return ParsedFields(
        f"{normalise_text(said.part)}/{normalise_text(said.whole)}", value=found, part=part, whole=whole
    )


def _entry(
    work: UnitOfWork, report: Report, row: Indicator, unit_id: int | None, said: TypedFields, read: ParsedFields
) -> IndicatorEntry:
    return IndicatorEntry(
        report_id=report.id,
        indicator_id=row.id,
        unit_id=unit_id,
        typed=read.typed[:60],
        value=_text(read.value),
        part=_text(read.part),
        whole=_text(read.whole),
        blank=read.blank,
        note=said.note.strip(),
        evidence=normalise_text(said.evidence)[:300],
        is_returned=False,
        remark="",
        entered_at=work.now,
        entered_by_id=work.actor.user_id,
    )


def _join_file(entry: IndicatorEntry, file: NewFile | IndicatorEntry | None) -> None:
    """Let an entry rest on a new file, or on the one of what was said before."""
    if file is not None:
        entry.file_name, entry.stored_name = file.file_name, file.stored_name
        entry.sha256, entry.size = file.sha256, file.size


def _is_same(entry: IndicatorEntry, present: IndicatorEntry | None) -> bool:
    if present is None or present.is_returned:
        return False
    fields = ("value", "part", "whole", "blank", "note", "evidence", "stored_name")
    return all(getattr(entry, name) == getattr(present, name) for name in fields)


def _is_shared(row: Indicator, unit_id: int | None) -> bool:
    return unit_id is not None and any(owner.startswith("@") for owner in row.owners)


def _text(value: Decimal | None) -> str | None:
    return None if value is None else f"{value.normalize():f}"


def open_proof_file(
    work: UnitOfWork, place: StoreLocation, report_id: int, entry_id: int
) -> tuple[IndicatorEntry, BinaryIO]:
    """Return the file of something said for a report, opened: for the unit's own people and all who read the report.

    NOT_FOUND for everything else.
    """
    said = form_versions.get_indicator_entry(work.session, entry_id)
    if said is None or said.report_id != report_id or said.stored_name is None:
        raise Refusal(Reason.NOT_FOUND)
    is_own = said.unit_id is not None and has_permission(work.actor, Permission.FIGURES_GIVE, unit_id=said.unit_id)
    if not (is_own or has_permission(work.actor, Permission.REPORT_DRAFT)):
        raise Refusal(Reason.NOT_FOUND)
    return said, open_unaltered(work.session, place, said)


def check_proof_limits(work: UnitOfWork, report_id: int, unit_id: int | None, limits: UploadLimits) -> None:
    """Refuse with UPLOAD_LIMIT_REACHED when the files of a unit for a report, or for all of them, are more than may
    be kept.
    """
    work.session.flush()
    check_byte_limits(limits, *form_versions.sum_report_file_bytes(work.session, report_id, unit_id))
