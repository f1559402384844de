"""Forms of indicators: those that come with the program, those loaded from a file, and changing one.

Questions about forms of indicators and what units said.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.law.permissions import Permission, require_permission
from tracker.reports.indicators.spec import SHIPPED_FORM_TITLE, SHIPPED_SOURCES, IndicatorSpec
from tracker.reports.indicators.table import SHIPPED, FormTable, read_form
from tracker.reports.models import Indicator, IndicatorEntry, IndicatorForm, Report
from tracker.tasks.labels import NEW_TAXONOMY


def list_indicator_forms(session: Session) -> Sequence[IndicatorForm]:
    """Return all versions of all forms, newest first within each family."""
    question = select(IndicatorForm).order_by(IndicatorForm.family, IndicatorForm.version.desc())
    return list(session.scalars(question))


def get_indicator_form(session: Session, form_id: int) -> IndicatorForm | None:
    """Return one version of a form."""
    return session.get(IndicatorForm, form_id)


def get_form_on(session: Session, day: dt.date, family: str | None = None) -> IndicatorForm | None:
    """Return the version that holds on a civil day, of one family or of whichever began last."""
    question = select(IndicatorForm).where(IndicatorForm.valid_from <= day)
    if family is not None:
        question = question.where(IndicatorForm.family == family)
    newest = (IndicatorForm.valid_from.desc(), IndicatorForm.version.desc(), IndicatorForm.id.desc())
    return session.scalar(question.order_by(*newest).limit(1))


def latest_version(session: Session, family: str) -> int:
    """Return the number of the newest version of a family, 0 when there is none."""
    question = select(func.max(IndicatorForm.version)).where(IndicatorForm.family == family)
    return session.scalar(question) or 0


def is_form_used(session: Session, form_id: int) -> bool:
    """Tell whether some report uses a version."""
    return bool(session.scalar(select(exists().where(Report.form_id == form_id))))


def list_indicators(session: Session, form_id: int) -> Sequence[Indicator]:
    """Return the rows of a form in order."""
    question = select(Indicator).where(Indicator.form_id == form_id)
    return list(session.scalars(question.order_by(Indicator.position)))


def get_indicator(session: Session, indicator_id: int) -> Indicator | None:
    """Return one row with its form."""
    question = select(Indicator).where(Indicator.id == indicator_id).options(joinedload(Indicator.form))
    return session.scalar(question)


def list_indicator_entries(session: Session, report_id: int) -> Sequence[IndicatorEntry]:
    """Return what counts of what was said for a report: the last entry of each unit for each row."""
    newest = (
        select(func.max(IndicatorEntry.id))
        .where(IndicatorEntry.report_id == report_id)
        .group_by(IndicatorEntry.indicator_id, IndicatorEntry.unit_id)
    )
    question = select(IndicatorEntry).where(IndicatorEntry.id.in_(newest)).order_by(IndicatorEntry.id)
    return list(session.scalars(question))


def figure_bytes_query(*which: ColumnElement[bool]) -> Select[int]:
    """Return the question how many bytes the files of some entries have; a file carried along counts once."""
    kept = select(IndicatorEntry.stored_name, IndicatorEntry.size)
    files = kept.where(IndicatorEntry.stored_name.is_not(None), *which).distinct().subquery()
    return select(func.coalesce(func.sum(files.c.size), 0))


def sum_report_file_bytes(session: Session, report_id: int, unit_id: int | None) -> tuple[int, int]:
    """Return how many bytes the files of a unit have for a report, and for all reports (None: the office's own)."""
    of_unit = IndicatorEntry.unit_id.is_(None) if unit_id is None else IndicatorEntry.unit_id == unit_id
    here = session.scalar(figure_bytes_query(of_unit, IndicatorEntry.report_id == report_id))
    return int(here or 0), int(session.scalar(figure_bytes_query(of_unit)) or 0)


def get_indicator_entry(session: Session, entry_id: int) -> IndicatorEntry | None:
    """Return one thing that was said; whoever asks must still be allowed to see it."""
    return session.get(IndicatorEntry, entry_id)


def list_entry_history(session: Session, report_id: int, indicator_id: int) -> Sequence[IndicatorEntry]:
    """Return everything ever said for a row of a report, newest first."""
    question = select(IndicatorEntry).where(
        IndicatorEntry.report_id == report_id, IndicatorEntry.indicator_id == indicator_id
    )
    return list(session.scalars(question.order_by(IndicatorEntry.id.desc())))


FAMILY = "cchc"
"""The family of the appendix on administrative reform."""

_SHIPPED = ((1, dt.date(2020, 12, 15)), (2, dt.date(2022, 1, 1)))
"""The versions that come with the program and the civil day from which each holds."""


@dataclass(frozen=True, slots=True)
class FormHead:
    """What is said of a form as a whole; `family` joins its versions."""

    family: str
    title: str
    taxonomy: str
    valid_from: dt.date
    source: str = ""


def ensure_shipped_forms(work: UnitOfWork) -> None:
    """Add the forms that come with the program, once; a family that is there already is left alone."""
    if latest_version(work.session, FAMILY):
        return
    for version, valid_from in _SHIPPED:
        name = f"chi-tieu-cchc-{version}.csv"
        table = read_form((SHIPPED / name).read_bytes(), name)
        head = FormHead(FAMILY, SHIPPED_FORM_TITLE, NEW_TAXONOMY, valid_from, SHIPPED_SOURCES[version])
        _add(work, head, table.rows)


def read_form_file(data: bytes, filename: str) -> FormTable:
    """Read a form's file in a process of its own; FILE_REFUSED for one that cannot be read."""
    table: FormTable = read_sandboxed(SandboxFileKind.INDICATORS, data, filename)
    return table


def import_indicator_form(work: UnitOfWork, head: FormHead, rows: Sequence[IndicatorSpec]) -> IndicatorForm:
    """Bring in a form as a new version of its family."""
    require_permission(work.actor, Permission.REPORT_PREPARE)
    head = replace(
        head, family=normalise_text(head.family), title=normalise_text(head.title), source=normalise_text(head.source)
    )
    return _add(work, head, rows)


def change_indicator(
    work: UnitOfWork, indicator_id: int, spec: IndicatorSpec, *, version: int | None = None
) -> Indicator:
    """Change a row; in a version that a report uses, the change makes the next version, valid from today.

    Raises `Refusal` NOT_FOUND, STALE, NOTHING_CHANGED.
    """
    require_permission(work.actor, Permission.REPORT_PREPARE)
    row = get_indicator(work.session, indicator_id)
    if row is None:
        raise Refusal(Reason.NOT_FOUND)
    if version is not None and version != row.version:
        raise Refusal(Reason.STALE, seen=version, present=row.version)
    if spec == row.spec():
        raise Refusal(Reason.NOTHING_CHANGED)
    if not is_form_used(work.session, row.form_id):
        _fill(row, spec)
        work.session.flush()
        return row
    old = row.form
    rows = [spec if each.id == row.id else each.spec() for each in list_indicators(work.session, row.form_id)]
    made = _add(work, FormHead(old.family, old.title, old.taxonomy, work.today, old.source), rows)
    return next(each for each in list_indicators(work.session, made.id) if each.code == spec.code)


def _add(work: UnitOfWork, head: FormHead, rows: Sequence[IndicatorSpec]) -> IndicatorForm:
    form = IndicatorForm(
        family=head.family,
        version=latest_version(work.session, head.family) + 1,
        title=head.title,
        taxonomy=head.taxonomy,
        valid_from=head.valid_from,
        source=head.source,
        created_at=work.now,
    )
    work.session.add(form)
    work.session.flush()
    for position, spec in enumerate(rows, start=1):
        row = Indicator(form_id=form.id, position=position, code=spec.code)
        _fill(row, spec)
        work.session.add(row)
    work.session.flush()
    return form


def _fill(row: Indicator, spec: IndicatorSpec) -> None:
    row.label, row.unit, row.kind, row.source = spec.label, spec.unit, spec.kind, spec.source
    row.binding, row.formula = spec.binding, spec.formula
    row.owners, row.rules = list(spec.owners), list(spec.rules)
    row.choices = [[code, words] for code, words in sorted(spec.choices.items())]
