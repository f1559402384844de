"""Questions about tags."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.tag import AssignmentTag, Tag
from tracker.rules.text import fold, tidy


def find(session: Session, name: str) -> Tag | None:
    """Return the tag of a name, whatever its accents and capitals."""
    return session.scalar(select(Tag).where(Tag.key == _key(name)))


def named(session: Session, name: str) -> Tag:
    """Return the tag of a name, made when there was none."""
    found = find(session, name)
    if found is None:
        found = Tag(name=tidy(name), key=_key(name))
        session.add(found)
        session.flush()
    return found


def listed(session: Session) -> list[Tag]:
    """Return all tags in the order of their names."""
    return list(session.scalars(select(Tag).order_by(Tag.key, Tag.id)))


def of_assignment(session: Session, assignment_id: int) -> list[Tag]:
    """Return the tags an assignment wears."""
    question = (
        select(Tag)
        .join(AssignmentTag, AssignmentTag.tag_id == Tag.id)
        .where(AssignmentTag.assignment_id == assignment_id)
        .order_by(Tag.key)
    )
    return list(session.scalars(question))


def stick(session: Session, assignment_id: int, tag_id: int) -> bool:
    """Stick a tag on an assignment; tell whether it was not there before."""
    there = select(AssignmentTag.id).where(
        AssignmentTag.assignment_id == assignment_id, AssignmentTag.tag_id == tag_id
    )
    if session.scalar(there) is not None:
        return False
    session.add(AssignmentTag(assignment_id=assignment_id, tag_id=tag_id))
    session.flush()
    return True


def take_off(session: Session, assignment_id: int, tag_id: int) -> bool:
    """Take a tag off an assignment; tell whether it was there."""
    there = select(AssignmentTag).where(
        AssignmentTag.assignment_id == assignment_id, AssignmentTag.tag_id == tag_id
    )
    found = session.scalar(there)
    if found is None:
        return False
    session.delete(found)
    session.flush()
    return True


def _key(name: str) -> str:
    return fold(tidy(name))
