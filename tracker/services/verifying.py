"""Counting everything again from the diary, by replay, and comparing with what the figures are read from."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from tracker.models.event import Event
from tracker.models.task import Assignment, Part
from tracker.rules.anchors import Anchor, first_not_kept
from tracker.rules.chain import GENESIS, first_break
from tracker.rules.history import known_at, replay
from tracker.store import events, standings


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: lines of the diary, its last hash, the first altered line, assignments that differ.

    `lost_anchor` is the first of the anchors given that the diary does not keep: its end was cut, or all was forged.
    """

    lines: int
    head: str
    broken_line: int | None
    assignments: int
    differing: tuple[int, ...]
    lost_anchor: Anchor | None = None


def verify(session: Session, anchors: Sequence[Anchor] = ()) -> Verification:
    """Check the chain of the diary and recount every lead assignment at every instant something was recorded."""
    heads = session.scalars(select(Event.hash).order_by(Event.id)).all()
    lead_ids = session.scalars(
        select(Assignment.id).where(Assignment.part == Part.LEAD).order_by(Assignment.id)
    ).all()
    return Verification(
        lines=len(heads),
        head=heads[-1] if heads else GENESIS,
        broken_line=first_break(events.chain(session)),
        assignments=len(lead_ids),
        differing=tuple(number for number in lead_ids if not _equal(session, number)),
        lost_anchor=first_not_kept(anchors, list(heads), GENESIS),
    )


def _equal(session: Session, assignment_id: int) -> bool:
    entries = [events.entry(line) for line in events.of_assignment(session, assignment_id)]
    return all(
        list(replay(known_at(entries, instant))) == standings.known_at(session, assignment_id, instant)
        for instant in sorted({entry.recorded_at for entry in entries})
    )
