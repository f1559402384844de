"""Tags on tasks: stuck on and taken off by those who follow the work up, each time with an event in the event log.

Questions about tags.
"""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.core.text import fold_accents, normalise_text
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.tasks import event_log
from tracker.tasks.actions.access import open_for_change
from tracker.tasks.models import Assignment, AssignmentTag, Tag


def find_tag(session: Session, name: str) -> Tag | None:
    """Return the tag of a name, whatever its accents and capitals."""
    return session.scalar(select(Tag).where(Tag.key == _key(name)))


def ensure_tag(session: Session, name: str) -> Tag:
    """Return the tag of a name, made when there was none."""
    found = find_tag(session, name)
    if found is None:
        found = Tag(name=normalise_text(name), key=_key(name))
        session.add(found)
        session.flush()
    return found


def list_tags(session: Session) -> list[Tag]:
    """Return all tags in the order of their names."""
    return list(session.scalars(select(Tag).order_by(Tag.key, Tag.id)))


def list_assignment_tags(session: Session, assignment_id: int) -> list[Tag]:
    """Return the tags an assignment wears."""
    question = (
        select(Tag)
        .join(AssignmentTag, AssignmentTag.tag_id == Tag.id)
        .where(AssignmentTag.assignment_id == assignment_id)
        .order_by(Tag.key)
    )
    return list(session.scalars(question))


def add_assignment_tag(session: Session, assignment_id: int, tag_id: int) -> bool:
    """Stick a tag on an assignment; tell whether it was not there before."""
    there = select(AssignmentTag.id).where(AssignmentTag.assignment_id == assignment_id, AssignmentTag.tag_id == tag_id)
    if session.scalar(there) is not None:
        return False
    session.add(AssignmentTag(assignment_id=assignment_id, tag_id=tag_id))
    session.flush()
    return True


def remove_assignment_tag(session: Session, assignment_id: int, tag_id: int) -> bool:
    """Take a tag off an assignment; tell whether it was there."""
    there = select(AssignmentTag).where(AssignmentTag.assignment_id == assignment_id, AssignmentTag.tag_id == tag_id)
    found = session.scalar(there)
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True


def _key(name: str) -> str:
    return fold_accents(normalise_text(name))


def tag_assignment(work: UnitOfWork, assignment_id: int, *, name: str, version: int | None = None) -> Assignment:
    """Stick a tag on an assignment (gắn nhãn). Raises `Refusal` NOTE_MISSING without a name, NOTHING_CHANGED."""
    assignment = open_for_change(work, assignment_id, Action.TAG, version=version)
    if not name.strip():
        raise Refusal(Reason.NOTE_MISSING, field="name", action=Action.TAG)
    found = ensure_tag(work.session, name)
    if not add_assignment_tag(work.session, assignment.id, found.id):
        raise Refusal(Reason.NOTHING_CHANGED, field="name")
    event_log.append_event(work, assignment, Action.TAG, effective_on=work.today, details={"tag_added": found.name})
    return assignment


def untag_assignment(work: UnitOfWork, assignment_id: int, *, name: str, version: int | None = None) -> Assignment:
    """Take a tag off an assignment (bỏ nhãn). Raises `Refusal` NOTHING_CHANGED when it does not wear it."""
    assignment = open_for_change(work, assignment_id, Action.TAG, version=version)
    found = find_tag(work.session, name)
    if found is None or not remove_assignment_tag(work.session, assignment.id, found.id):
        raise Refusal(Reason.NOTHING_CHANGED, field="name")
    event_log.append_event(work, assignment, Action.TAG, effective_on=work.today, details={"tag_removed": found.name})
    return assignment
