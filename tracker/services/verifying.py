"""Counting everything again from the diary, by replay, and comparing with what the figures are read from."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from sqlalchemy.orm import Session

from tracker.models.frozen import FrozenPeriod
from tracker.rules.anchors import Anchor, first_not_kept
from tracker.rules.chain import GENESIS, first_break
from tracker.rules.history import known_at, on_day, replay
from tracker.rules.membership import Member, digest
from tracker.rules.timeliness import classify, counts_in
from tracker.store import events, frozen, members
from tracker.store import verifying as store
from tracker.store.verifying import Life


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: lines of the diary, its last hash, the first altered line, assignments that differ.

    `frozen` periods were looked at; `thawed` are those whose members are not what the diary said, or were altered.
    `lost_anchor` is the first of the anchors given that the diary does not keep: its end was cut, or all was forged.
    """

    lines: int
    head: str
    broken_line: int | None
    assignments: int
    differing: tuple[int, ...]
    frozen: int
    thawed: tuple[int, ...]
    lost_anchor: Anchor | None = None


def verify(session: Session, anchors: Sequence[Anchor] = ()) -> Verification:
    """Check the chain of the diary and recount every lead assignment at every instant something was recorded."""
    lines, head = events.length_and_head(session)
    broken = first_break(events.chain(session))
    kept = [_Frozen(session, each) for each in frozen.listed(session)]
    number, differing = 0, []
    for life in store.lives(session):
        number += 1
        if not _equal(life):
            differing.append(life.assignment_id)
        for each in kept:
            each.compare(life)
    return Verification(
        lines=lines,
        head=head,
        broken_line=broken,
        assignments=number,
        differing=tuple(differing),
        frozen=len(kept),
        thawed=tuple(sorted(each.period.id for each in kept if not each.is_whole(session))),
        lost_anchor=first_not_kept(anchors, events.hashes(session), GENESIS) if anchors else None,
    )


def _equal(life: Life) -> bool:
    entries = [entry for _, entry in life.entries]
    if any(each.standing.due_on and each.first_due_on != life.original_due_on for each in life.kept):
        return False  # a deadline was there, so the first one was known
    return all(
        list(replay(known_at(entries, instant)))
        == [each.standing for each in life.kept if each.known_from <= instant < each.known_until]
        for instant in sorted({entry.recorded_at for entry in entries})
    )


class _Frozen:
    """A frozen period while it is compared, assignment by assignment, with the diary up to its last line."""

    def __init__(self, session: Session, period: FrozenPeriod) -> None:
        self.period = period
        self._members: Iterator[Member] = members.of_frozen(session, period.id)
        self._next = next(self._members, None)
        self._differs = False

    def compare(self, life: Life) -> None:
        """Compare what was frozen of an assignment with what its diary said then."""
        period, found = self.period, None
        if self._next is not None and self._next.assignment_id == life.assignment_id:
            found, self._next = self._next, next(self._members, None)
        told = replay(entry for number, entry in life.entries if number <= period.last_event_id)
        standing = on_day(told, period.as_of)
        if standing is None or not counts_in(standing, period.first_on):
            self._differs |= found is not None
            return
        expected = (
            standing.unit_id,
            classify(standing, period.as_of),
            standing.box,
            standing.due_on,
            standing.judged_due_on,
            standing.done_on,
        )
        self._differs |= found is None or expected != (
            found.unit_id,
            found.timing,
            found.box,
            found.due_on,
            found.judged_due_on,
            found.done_on,
        )

    def is_whole(self, session: Session) -> bool:
        """Tell whether nothing differed and the members are still those that were sealed."""
        if self._differs or self._next is not None:
            return False
        return digest(members.of_frozen(session, self.period.id)) == self.period.members_hash
