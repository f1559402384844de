"""A paper that comes in again with other words: they reach its task, and every open lead is told in its diary."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from tracker.models.task import Assignment, Part, Task
from tracker.rules.lifecycle import OPEN, Action
from tracker.rules.permissions import Scope
from tracker.rules.terms import Term
from tracker.services import diary
from tracker.store import tasks
from tracker.transaction import Work

Changes = Mapping[str, list[str]]
"""What a paper says anew: by the name of the cell, old and new words."""


def amend(
    work: Work, task: Task, term: Term, changes: Changes, *, due_by_unit: Mapping[int, dt.date] | None = None
) -> None:
    """Bring a new reading of the deadline into a task and tell every open lead what changed.

    The deadline of a unit moves when the words about it changed (`term_text`, `due_on`), through its diary, and never
    where a leader has extended it. Finished work keeps what it was judged by.
    """
    task.term_text, task.kind, task.term_rule = term.phrase, term.kind, term.rule
    for listed in tasks.of_task(work.session, task.id):
        if listed.part is Part.LEAD and listed.state in OPEN:
            assignment = tasks.get(work.session, listed.id, Scope(everywhere=True), lock=True)
            assert assignment is not None  # it was listed a moment ago in this transaction
            _tell(work, assignment, (due_by_unit or {}).get(assignment.unit_id, term.due), changes)


def _tell(work: Work, assignment: Assignment, due_on: dt.date | None, changes: Changes) -> None:
    speaks_of_time = "term_text" in changes or "due_on" in changes
    moved = speaks_of_time and due_on != assignment.due_on and assignment.extension_count == 0
    diary.record(
        work,
        assignment,
        Action.SET_DEADLINE if moved else Action.CORRECT,
        effective_on=work.today,
        note="; ".join(sorted(changes)) if moved else "",
        due_on=due_on if moved else assignment.due_on,
        details={"changes": dict(changes)},
    )
