"""Questions about forms of indicators and what units said."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

from sqlalchemy import ColumnElement, Select, exists, func, select
from sqlalchemy.orm import Session, joinedload

from tracker.models.indicator import Indicator, IndicatorEntry, IndicatorForm
from tracker.models.report import Report


def forms(session: Session) -> Sequence[IndicatorForm]:
    """Return all versions of all forms, newest first within each family."""
    question = select(IndicatorForm).order_by(IndicatorForm.family, IndicatorForm.version.desc())
    return list(session.scalars(question))


def form(session: Session, form_id: int) -> IndicatorForm | None:
    """Return one version of a form."""
    return session.get(IndicatorForm, form_id)


def form_on(session: Session, day: dt.date, family: str | None = None) -> IndicatorForm | None:
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


def is_used(session: Session, form_id: int) -> bool:
    """Tell whether some report uses a version."""
    return bool(session.scalar(select(exists().where(Report.form_id == form_id))))


def rows(session: Session, form_id: int) -> Sequence[Indicator]:
    """Return the rows of a form in order."""
    question = select(Indicator).where(Indicator.form_id == form_id)
    return list(session.scalars(question.order_by(Indicator.position)))


def row(session: Session, indicator_id: int) -> Indicator | None:
    """Return one row with its form."""
    question = select(Indicator).where(Indicator.id == indicator_id).options(joinedload(Indicator.form))
    return session.scalar(question)


def entries(session: Session, report_id: int) -> Sequence[IndicatorEntry]:
    """Return what counts of what was said for a report: the last entry of each unit for each row."""
    newest = (
        select(func.max(IndicatorEntry.id))
        .where(IndicatorEntry.report_id == report_id)
        .group_by(IndicatorEntry.indicator_id, IndicatorEntry.unit_id)
    )
    question = select(IndicatorEntry).where(IndicatorEntry.id.in_(newest)).order_by(IndicatorEntry.id)
    return list(session.scalars(question))


def figure_bytes(*which: ColumnElement[bool]) -> Select[int]:
    """Return the question how many bytes the files of some entries have; a file carried along counts once."""
    kept = select(IndicatorEntry.stored_name, IndicatorEntry.size)
    files = kept.where(IndicatorEntry.stored_name.is_not(None), *which).distinct().subquery()
    return select(func.coalesce(func.sum(files.c.size), 0))


def bytes_kept(session: Session, report_id: int, unit_id: int | None) -> tuple[int, int]:
    """Return how many bytes the files of a unit have for a report, and for all reports (None: the office's own)."""
    of_unit = IndicatorEntry.unit_id.is_(None) if unit_id is None else IndicatorEntry.unit_id == unit_id
    here = session.scalar(figure_bytes(of_unit, IndicatorEntry.report_id == report_id))
    return int(here or 0), int(session.scalar(figure_bytes(of_unit)) or 0)


def entry(session: Session, entry_id: int) -> IndicatorEntry | None:
    """Return one thing that was said; whoever asks must still be allowed to see it."""
    return session.get(IndicatorEntry, entry_id)


def history(session: Session, report_id: int, indicator_id: int) -> Sequence[IndicatorEntry]:
    """Return everything ever said for a row of a report, newest first."""
    question = select(IndicatorEntry).where(
        IndicatorEntry.report_id == report_id, IndicatorEntry.indicator_id == indicator_id
    )
    return list(session.scalars(question.order_by(IndicatorEntry.id.desc())))
