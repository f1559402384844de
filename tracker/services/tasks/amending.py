"""A paper that comes in again with other words: they reach its task, and every open lead is told in its diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tracker.models.task import Assignment, Part, Task
from tracker.rules.lifecycle import AT_WORK, OPEN, Action
from tracker.rules.permissions import Scope
from tracker.rules.terms import Term
from tracker.services import diary
from tracker.services.tasks.extending import ask_for_time
from tracker.store import tasks
from tracker.transaction import Work
from tracker.wording.terms import LATER_ON_PAPER

Changes = Mapping[str, list[str]]
"""What a paper says anew: by the name of the cell, old and new words."""


def amend(
    work: Work, task: Task, term: Term, changes: Changes, *, due_by_unit: Mapping[int, dt.date] | None = None
) -> None:
    """Bring a new reading of the deadline into a task and tell every open lead what changed.

    The deadline of a unit comes forward when the words about it changed (`term_text`, `due_on`), through its diary, and
    never where a leader has extended it; a later one is an extension, which a leader decides. Finished work keeps what
    it was judged by.
    """
    task.term_text, task.kind, task.term_rule = term.phrase, term.kind, term.rule
    for listed in tasks.of_task(work.session, task.id):
        if listed.part is Part.LEAD and listed.state in OPEN:
            assignment = tasks.get(work.session, listed.id, Scope(everywhere=True), lock=True)
            assert assignment is not None  # it was listed a moment ago in this transaction
            _tell(work, assignment, (due_by_unit or {}).get(assignment.unit_id, term.due), changes)


def later_deadline(assignment: Assignment, due_on: dt.date | None) -> bool:
    """Tell whether a reading gives more time: a later day than the one in force, or none at all."""
    return assignment.due_on is not None and (due_on is None or due_on > assignment.due_on)


def can_be_asked(work: Work, assignment: Assignment, due_on: dt.date | None) -> bool:
    """Tell whether more time can be put before a leader: work in hand, a day to come, and not asked for yet."""
    return (
        due_on is not None
        and due_on >= work.today
        and assignment.state in AT_WORK
        and tasks.open_extension(work.session, assignment.id) is None
        and not tasks.was_asked(work.session, assignment.id, due_on)
    )


def _tell(work: Work, assignment: Assignment, due_on: dt.date | None, changes: Changes) -> None:
    speaks_of_time = "term_text" in changes or "due_on" in changes
    moved = speaks_of_time and due_on != assignment.due_on and assignment.extension_count == 0
    if moved and later_deadline(assignment, due_on):
        _ask_for_time(work, assignment, due_on, changes)
        return
    diary.record(
        work,
        assignment,
        Action.SET_DEADLINE if moved else Action.CORRECT,
        effective_on=work.today,
        note="; ".join(sorted(changes)) if moved else "",
        due_on=due_on if moved else assignment.due_on,
        details={"changes": dict(changes)},
    )


def _ask_for_time(work: Work, assignment: Assignment, due_on: dt.date | None, changes: Changes) -> None:
    """Put a later deadline before a leader; until one decides, the work is judged by the deadline in force."""
    diary.record(
        work, assignment, Action.CORRECT, effective_on=work.today, details={"changes": dict(changes)}
    )
    if due_on is not None and can_be_asked(work, assignment, due_on):
        ask_for_time(work, assignment, due_on, LATER_ON_PAPER)
