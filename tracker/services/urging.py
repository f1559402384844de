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
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import NEEDED, Permission, require, scope
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.store import events, installation, tasks, urging
from tracker.store.urging import LateTask
from tracker.transaction import Work

ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""Files in an archive carry no clock of their own, so that the same letters make the same archive."""


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with its late work, the oldest first; `ages` count it by group, `urged_on` is when it was last urged."""

    unit_id: int
    name: str
    tasks: Sequence[LateTask]
    ages: Mapping[Age, int]
    oldest: int
    urged_on: dt.date | None


def late_units(work: Work) -> list[LateUnit]:
    """Return the units whose late work the actor follows, the most of it first; days late are calendar days."""
    require_any(work)
    found = urging.late_tasks(work.session, scope(work.actor, Permission.TASK_ASSIGN), work.today)
    units = [_unit(list(late), work.today) for _, late in groupby(found, key=lambda each: each.unit_id)]
    return sorted(units, key=lambda unit: (-len(unit.tasks), -unit.oldest))


def letter(work: Work, unit_id: int) -> bytes:
    """Return the draft of the urging letter to one unit; raises `Refusal` NOT_FOUND when nothing is late there."""
    return _docx(work, late_unit(work, unit_id))


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


def late_unit(work: Work, unit_id: int) -> LateUnit:
    """Return one unit with late work; raises `Refusal` NOT_FOUND when nothing is late there."""
    unit = next((each for each in late_units(work) if each.unit_id == unit_id), None)
    if unit is None:
        raise Refusal(Reason.NOT_FOUND)
    return unit


def issue(work: Work, unit_id: int, *, reference: str, issued_on: dt.date) -> int:
    """Write the letter that was issued to a unit into the diary of each of its late tasks; return how many.

    `reference` is number and symbol of the letter, `issued_on` its civil day. Whoever is late is told at once, as by
    any urging. Raises `Refusal` NOT_FOUND when nothing is late, DATE_IN_FUTURE, or URGING_RECORDED when this letter
    stands on all of these tasks already.
    """
    unit = late_unit(work, unit_id)
    if issued_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="issued_on", latest=work.today)
    diary.once(work)
    written = 0
    for late in unit.tasks:
        assignment = tasks.get(
            work.session, late.assignment_id, scope(work.actor, Permission.TASK_READ), lock=True
        )
        if assignment is None or stands_already(work, assignment.id, reference):
            continue
        require(work.actor, NEEDED[Action.URGE], unit_id=assignment.unit_id, origin=assignment.task.origin)
        details = {"document_on": issued_on.isoformat()}
        diary.record(
            work, assignment, Action.URGE, effective_on=work.today, document=reference, details=details
        )
        written += 1
    if not written:
        raise Refusal(Reason.URGING_RECORDED, field="reference", reference=reference)
    return written


def stands_already(work: Work, assignment_id: int, reference: str) -> bool:
    """Tell whether a letter was written into the diary of a task before."""
    lines = events.of_assignment(work.session, assignment_id)
    return any(line.action is Action.URGE and line.document == reference for line in lines)


def file_name(unit_id: int) -> str:
    """Return the name of the letter to a unit as a file."""
    return f"don-doc-don-vi-{unit_id}.docx"


def require_any(work: Work) -> None:
    """Refuse with NOT_ALLOWED whoever assigns nothing at all."""
    if not scope(work.actor, Permission.TASK_ASSIGN):
        require(work.actor, Permission.TASK_ASSIGN)


def _unit(late_tasks: list[LateTask], today: dt.date) -> LateUnit:
    late = [(today - task.due_on).days for task in late_tasks]
    counted = Counter(age(days) for days in late)
    return LateUnit(
        unit_id=late_tasks[0].unit_id,
        name=late_tasks[0].unit_name,
        tasks=late_tasks,
        ages={group: counted[group] for group in Age},
        oldest=max(late),
        urged_on=max((each.urged_on for each in late_tasks if each.urged_on), default=None),
    )


def _docx(work: Work, unit: LateUnit) -> bytes:
    return urging_docx(
        office=installation.place_name(work.session),
        unit=unit.name,
        today=work.today,
        rows=[(task.code, task.title, task.due_on) for task in unit.tasks],
    )
