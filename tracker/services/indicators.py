"""Forms of indicators: those that come with the program, those loaded from a file, and changing one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace

from tracker.documents.indicator_table import SHIPPED, FormTable, read_form
from tracker.documents.jail import Kind, read_in_jail
from tracker.models.indicator import Indicator, IndicatorForm
from tracker.rules.indicators.spec import Spec
from tracker.rules.permissions import Permission, require
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.store import indicators
from tracker.transaction import Work
from tracker.wording.areas import NEW
from tracker.wording.indicators import SHIPPED_SOURCES, SHIPPED_TITLE

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


def ensure_shipped(work: Work) -> None:
    """Add the forms that come with the program, once; a family that is there already is left alone."""
    if indicators.latest_version(work.session, FAMILY):
        return
    for version, valid_from in _SHIPPED:
        name = f"chi-tieu-cchc-{version}.csv"
        table = read_form((SHIPPED / name).read_bytes(), name)
        head = FormHead(FAMILY, SHIPPED_TITLE, NEW, valid_from, SHIPPED_SOURCES[version])
        _add(work, head, table.rows)


def read_file(data: bytes, filename: str) -> FormTable:
    """Read a form's file in a process of its own; FILE_REFUSED for one that cannot be read."""
    table: FormTable = read_in_jail(Kind.INDICATORS, data, filename)
    return table


def load(work: Work, head: FormHead, rows: Sequence[Spec]) -> IndicatorForm:
    """Bring in a form as a new version of its family."""
    require(work.actor, Permission.REPORT_PREPARE)
    head = replace(head, family=tidy(head.family), title=tidy(head.title), source=tidy(head.source))
    return _add(work, head, rows)


def change(work: Work, indicator_id: int, spec: Spec, *, version: int | None = None) -> Indicator:
    """Change a row; in a version that a report uses, the change makes the next version, valid from today.

    Raises `Refusal` NOT_FOUND, STALE, NOTHING_CHANGED.
    """
    require(work.actor, Permission.REPORT_PREPARE)
    row = indicators.row(work.session, indicator_id)
    if row is None:
        raise Refusal(Reason.NOT_FOUND)
    if version is not None and version != row.version:
        raise Refusal(Reason.STALE, seen=version, present=row.version)
    if spec == row.spec():
        raise Refusal(Reason.NOTHING_CHANGED)
    if not indicators.is_used(work.session, row.form_id):
        _fill(row, spec)
        work.session.flush()
        return row
    old = row.form
    rows = [spec if each.id == row.id else each.spec() for each in indicators.rows(work.session, row.form_id)]
    made = _add(work, FormHead(old.family, old.title, old.taxonomy, work.today, old.source), rows)
    return next(each for each in indicators.rows(work.session, made.id) if each.code == spec.code)


def _add(work: Work, head: FormHead, rows: Sequence[Spec]) -> IndicatorForm:
    form = IndicatorForm(
        family=head.family,
        version=indicators.latest_version(work.session, head.family) + 1,
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


def _fill(row: Indicator, spec: Spec) -> None:
    row.label, row.unit, row.kind, row.source = spec.label, spec.unit, spec.kind, spec.source
    row.binding, row.formula = spec.binding, spec.formula
    row.owners, row.rules = list(spec.owners), list(spec.rules)
    row.choices = [[code, words] for code, words in sorted(spec.choices.items())]
