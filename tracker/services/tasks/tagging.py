"""Tags on tasks: stuck on and taken off by those who follow the work up, each time with a line in the diary."""

from __future__ import annotations

from tracker.models.task import Assignment
from tracker.rules.lifecycle import Action
from tracker.rules.permissions import NEEDED
from tracker.rules.refusals import Reason, Refusal
from tracker.services import diary
from tracker.services.tasks.taking import take
from tracker.store import tags
from tracker.transaction import Work


def tag(work: Work, assignment_id: int, *, name: str, version: int | None = None) -> Assignment:
    """Stick a tag on an assignment (gắn nhãn). Raises `Refusal` NOTE_MISSING without a name, NOTHING_CHANGED."""
    assignment = take(work, assignment_id, NEEDED[Action.TAG], version=version)
    if not name.strip():
        raise Refusal(Reason.NOTE_MISSING, field="name", action=Action.TAG)
    found = tags.named(work.session, name)
    if not tags.stick(work.session, assignment.id, found.id):
        raise Refusal(Reason.NOTHING_CHANGED, field="name")
    diary.record(work, assignment, Action.TAG, effective_on=work.today, details={"tag_added": found.name})
    return assignment


def untag(work: Work, assignment_id: int, *, name: str, version: int | None = None) -> Assignment:
    """Take a tag off an assignment (bỏ nhãn). Raises `Refusal` NOTHING_CHANGED when it does not wear it."""
    assignment = take(work, assignment_id, NEEDED[Action.TAG], version=version)
    found = tags.find(work.session, name)
    if found is None or not tags.take_off(work.session, assignment.id, found.id):
        raise Refusal(Reason.NOTHING_CHANGED, field="name")
    diary.record(work, assignment, Action.TAG, effective_on=work.today, details={"tag_removed": found.name})
    return assignment
