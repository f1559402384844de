"""Checking a whole base: the event log and the ledger are unbroken, every figure is counted again by replay of the
event log and compared with what is printed, every row of facts is as it was sealed.

The work is cut into parts, each read as one moment of the database: people go on working meanwhile, what is needed
does not grow with the base, and several processes may share it (`verifying_together`).
"""

from __future__ import annotations

import enum
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

from sqlalchemy.orm import Session

from tracker.models.frozen import FrozenPeriod
from tracker.rules.anchors import Anchor, first_not_kept
from tracker.rules.chain import GENESIS, Stretch, joined, walked
from tracker.rules.digests import EntryRange, checked_range, first_broken
from tracker.rules.history import on_day, replay
from tracker.rules.knowledge import as_it_became_known
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.membership import Member, digest
from tracker.rules.periods import plan_year
from tracker.rules.timeliness import classify, counts_in
from tracker.store import events, frozen, ledger_rows, members
from tracker.store import verifying as store
from tracker.store.ledger_rows import RowFinding
from tracker.store.verifying import Life


class PieceKind(enum.StrEnum):
    """What one part of the work looks at."""

    EVENTS = "events"
    ASSIGNMENTS = "assignments"
    LEDGER = "ledger"
    ROWS = "rows"


SIZES = {
    PieceKind.EVENTS: 50_000,
    PieceKind.ASSIGNMENTS: 10_000,
    PieceKind.LEDGER: 20_000,
    PieceKind.ROWS: 20_000,
}
"""How many lines, assignments, entries or rows make one part."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: lines of the diary, its last hash, the first altered line, assignments that differ.

    `frozen` periods were looked at; `thawed` are those whose members are not what the diary said, or were altered.
    `lost_anchor` is the first of the anchors given that the diary does not keep: its end was cut, or all was forged.
    `rows` of facts were compared with the ledger; `altered` are those that are not as they were sealed.
    `broken_entry` is the first altered entry of the ledger; `cut_ledger` tells that the event log speaks of an entry
    that is gone.
    """

    lines: int
    head: str
    broken_line: int | None
    assignments: int
    differing: tuple[int, ...]
    frozen: int
    thawed: tuple[int, ...]
    lost_anchor: Anchor | None = None
    rows: int = 0
    altered: tuple[RowFinding, ...] = ()
    broken_entry: int | None = None
    cut_ledger: bool = False

    @property
    def is_sound(self) -> bool:
        """Tell whether nothing was found."""
        return not self.findings

    @property
    def findings(self) -> tuple[str, ...]:
        """Name everything that was found, one code to a finding: its kind, and where."""
        single = (
            ("events", self.broken_line),
            ("anchor", self.lost_anchor),
            ("ledger", self.broken_entry),
            ("ledger_cut", "" if self.cut_ledger else None),
        )
        return (
            *(f"{kind}:{where}" for kind, where in single if where is not None),
            *(f"figures:{number}" for number in self.differing),
            *(f"frozen:{number}" for number in self.thawed),
            *(f"{each.fault}:{each.table}:{each.row_id}" for each in self.altered),
        )


@dataclass(frozen=True, slots=True)
class Piece:
    """The lines, assignments, entries, or rows of one table, from one number to another."""

    kind: PieceKind
    first: int
    last: int
    table: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What was found in one part."""

    stretch: Stretch | None = None
    assignments: int = 0
    differing: tuple[int, ...] = ()
    thawed: frozenset[int] = frozenset()
    entries: EntryRange | None = None
    cut_ledger: bool = False
    rows: int = 0
    altered: tuple[RowFinding, ...] = ()


def verify(session: Session, anchors: Sequence[Anchor] = ()) -> Verification:
    """Check both chains and every row of facts, and recount every lead assignment at every instant of its events."""
    return concluded(session, anchors, (look(session, each) for each in pieces(session)))


def diary(session: Session) -> Stretch:
    """Look at the chain of the diary alone."""
    found = (look(session, each).stretch for each in pieces(session) if each.kind is PieceKind.EVENTS)
    return joined(each for each in found if each is not None)


def pieces(session: Session) -> list[Piece]:
    """Return the parts of the whole work, up to the last line there is now."""
    ends = [
        (PieceKind.EVENTS, "", store.last_line(session)),
        (PieceKind.ASSIGNMENTS, "", store.last_assignment(session)),
        (PieceKind.LEDGER, "", ledger_rows.last_entry(session)),
        *((PieceKind.ROWS, table, last) for table, last in ledger_rows.last_rows(session).items()),
    ]
    return [
        Piece(kind, first, min(first + SIZES[kind] - 1, last), table)
        for kind, table, last in ends
        for first in range(1, last + 1, SIZES[kind])
    ]


def look(session: Session, piece: Piece) -> Seen:
    """Look at one part."""
    first, last = piece.first, piece.last
    match piece.kind:
        case PieceKind.EVENTS:
            spoken_of = events.ledger_heads(session, first, last)
            is_cut = len(ledger_rows.known_heads(session, spoken_of)) < len(spoken_of)
            return Seen(walked(store.diary(session, first, last)), cut_ledger=is_cut)
        case PieceKind.LEDGER:
            return Seen(entries=checked_range(ledger_rows.entries(session, first, last)))
        case PieceKind.ROWS:
            rows, altered = ledger_rows.differing_rows(session, piece.table, first, last)
            return Seen(rows=rows, altered=tuple(altered))
        case _:
            return _recounted(session, piece)


def _recounted(session: Session, piece: Piece) -> Seen:
    """Count some assignments again, and compare them with their intervals and with what was frozen of them."""
    kept = [_Frozen(session, each, piece) for each in frozen.listed(session)]
    number, differing = 0, []
    for life in store.lives(session, piece.first, piece.last):
        number += life.is_lead
        if not _equal(life):
            differing.append(life.assignment_id)
        for each in kept:
            each.compare(life)
    return Seen(
        assignments=number,
        differing=tuple(differing),
        thawed=frozenset(each.period.id for each in kept if not each.agrees),
    )


def concluded(session: Session, anchors: Sequence[Anchor], parts: Iterable[Seen]) -> Verification:
    """Put together what was found in all parts, and look at what only the whole can tell."""
    seen = list(parts)
    whole = joined(each.stretch for each in seen if each.stretch is not None)
    periods = frozen.listed(session)
    thawed = {number for each in seen for number in each.thawed} | {
        each.id for each in periods if digest(members.of_frozen(session, each.id)) != each.members_hash
    }
    return Verification(
        lines=whole.lines,
        head=whole.head if whole.lines else GENESIS,
        broken_line=whole.broken,
        assignments=sum(each.assignments for each in seen),
        differing=tuple(sorted(number for each in seen for number in each.differing)),
        frozen=len(periods),
        thawed=tuple(sorted(thawed)),
        lost_anchor=first_not_kept(anchors, partial(events.end_after, session)),
        rows=sum(each.rows for each in seen),
        altered=tuple(sorted(found for each in seen for found in each.altered)),
        broken_entry=first_broken((each.entries for each in seen if each.entries is not None), GENESIS),
        cut_ledger=any(each.cut_ledger for each in seen),
    )


def _equal(life: Life) -> bool:
    """Tell whether the row of an assignment and the intervals kept of it are what its diary says."""
    if life.last is not None and life.last != life.row:
        return False
    if not life.is_lead:
        return not life.kept
    if life.holder_id != life.person_id:
        return False
    told = as_it_became_known([entry for _, entry in life.entries])
    if life.row[0] is AssignmentState.DONE:
        ends = [each for each, _, until in told if until is None and each.until_on is None]
        if not ends or ends[0].done_on != life.done_on:
            return False
    latest = max((each for each, _, until in told if until is None), key=attrgetter("from_on"), default=None)
    if life.original_due_on != (latest.first_due_on if latest else None):
        return False
    beside = (life.task_id, life.origin)
    expected = [
        (
            each.from_on,
            each.until_on,
            each.box,
            each.unit_id,
            each.due_on,
            each.judged_due_on,
            each.done_on,
            since,
            until,
            *beside,
            each.first_due_on,
            each.left_on,
            each.after_hour,
        )
        for each, since, until in told
    ]
    return len(expected) == len(life.kept) and set(expected) == set(life.kept)


class _Frozen:
    """A frozen period while a part of it is compared, one assignment after another, with the diary of then."""

    def __init__(self, session: Session, period: FrozenPeriod, piece: Piece) -> None:
        self.period = period
        self._members: Iterator[Member] = members.of_frozen(session, period.id, (piece.first, piece.last))
        self._next = next(self._members, None)
        self._differs = False

    def compare(self, life: Life) -> None:
        """Compare what was frozen of an assignment with what its diary said then."""
        period, found = self.period, None
        if self._next is not None and self._next.assignment_id == life.assignment_id:
            found, self._next = self._next, next(self._members, None)
        if not life.is_lead:
            self._differs |= found is not None
            return
        told = replay(entry for number, entry in life.entries if number <= period.last_event_id)
        standing = on_day(told, period.as_of)
        is_later_plan = life.plan_year is not None and life.plan_year > plan_year(
            period.first_on, period.as_of
        )
        if standing is None or is_later_plan or not counts_in(standing, period.first_on):
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

    @property
    def agrees(self) -> bool:
        """Tell whether nothing differed and nothing was frozen that is not there."""
        return not self._differs and self._next is None
