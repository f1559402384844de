"""The number of objects a duty speaks of changes for a reason: two communes leave the inspection plan (K02)."""

from __future__ import annotations

from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import Permission
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.services.tasks.taking import take
from tracker.transaction import Work


def change_scope(
    work: Work,
    assignment_id: int,
    *,
    before: int,
    after: int,
    note: str,
    document: str,
    version: int | None = None,
) -> Assignment:
    """Write down that a duty speaks of `after` objects instead of `before`, with the reason and the paper.

    Nothing that is counted changes. Raises `Refusal` NOTE_MISSING or DOCUMENT_MISSING beside their fields.
    """
    assignment = take(work, assignment_id, Permission.TASK_WITHDRAW, version=version)
    if not note.strip():
        raise Refusal(Reason.NOTE_MISSING, field="note", action=Action.CORRECT)
    if not document.strip():
        raise Refusal(Reason.DOCUMENT_MISSING, field="document", action=Action.CORRECT)
    if assignment.task.quantity_target == before:
        assignment.task.quantity_target = after
    diary.record(
        work,
        assignment,
        Action.CORRECT,
        effective_on=work.today,
        note=note,
        document=document,
        details={"scope": [before, after]},
    )
    return assignment
