"""Urging (don doc): which units have late work, how old it is, and the letter to each as a Word paper."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.documents.urging_docx import urging_docx
from tracker.rules.ageing import Age, age
from tracker.rules.permissions import Permission, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.store import installation, urging
from tracker.store.urging import LateTask
from tracker.transaction import Work

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""Files in an archive carry no clock of their own, so that the same letters make the same archive."""


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with its late work, the oldest first; `ages` count it by group."""

    unit_id: int
    name: str
    tasks: Sequence[LateTask]
    ages: Mapping[Age, int]
    oldest: int


def late_units(work: Work) -> list[LateUnit]:
    """Return the units whose late work the actor follows, the most of it first; days late are calendar days."""
    require_any(work)
    found = urging.late_tasks(work.session, scope(work.actor, Permission.TASK_ASSIGN), work.today)
    units = [_unit(list(tasks), work.today) for _, tasks in groupby(found, key=lambda each: each.unit_id)]
    return sorted(units, key=lambda unit: (-len(unit.tasks), -unit.oldest))


def letter(work: Work, unit_id: int) -> bytes:
    """Return the draft of the urging letter to one unit; raises `Refusal` NOT_FOUND when nothing is late there."""
    unit = next((each for each in late_units(work) if each.unit_id == unit_id), None)
    if unit is None:
        raise Refusal(Reason.NOT_FOUND)
    return _docx(work, unit)


def all_letters(work: Work) -> bytes:
    """Return the drafts to all late units in one archive; raises `Refusal` NOT_FOUND when nothing is late."""
    units = late_units(work)
    if not units:
        raise Refusal(Reason.NOT_FOUND)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit in units:
            archive.writestr(zipfile.ZipInfo(file_name(unit.unit_id), ZIP_DAY), _docx(work, unit))
    return file.getvalue()


def file_name(unit_id: int) -> str:
    """Return the name of the letter to a unit as a file."""
    return f"don-doc-don-vi-{unit_id}.docx"


def require_any(work: Work) -> None:
    """Refuse with NOT_ALLOWED whoever assigns nothing at all."""
    if not scope(work.actor, Permission.TASK_ASSIGN):
        require(work.actor, Permission.TASK_ASSIGN)


def _unit(tasks: list[LateTask], today: dt.date) -> LateUnit:
    late = [(today - task.due_on).days for task in tasks]
    counted = Counter(age(days) for days in late)
    return LateUnit(
        tasks[0].unit_id, tasks[0].unit_name, tasks, {group: counted[group] for group in Age}, max(late)
    )


def _docx(work: Work, unit: LateUnit) -> bytes:
    return urging_docx(
        office=installation.place_name(work.session),
        unit=unit.name,
        today=work.today,
        rows=[(task.code, task.title, task.due_on) for task in unit.tasks],
    )
