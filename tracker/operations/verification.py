"""Checking a whole base: the event log and the ledger are unbroken, every figure is counted again by replay of the
event log and compared with what is printed, every row of facts is as it was sealed.

The work is cut into parts, each read as one moment of the database: people go on working meanwhile, what is needed
does not grow with the base, and several processes may share it (`verify_in_processes`).

Recounting by several processes: each takes the next part, over a connection of its own.
"""

from __future__ import annotations

import enum
import multiprocessing
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass
from functools import partial
from operator import attrgetter

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tracker.database import engine as database_engine, ledger
from tracker.database.ledger import RowFinding
from tracker.figures import freezing, membership
from tracker.figures.membership import Member, digest_members
from tracker.figures.models import FrozenPeriod
from tracker.law.hash_chain import (
    GENESIS,
    ChainAnchor,
    ChainStretch,
    EntryRange,
    check_entry_range,
    find_first_broken,
    find_first_broken_anchor,
    join_chain_stretches,
    walk_chain_lines,
)
from tracker.law.lifecycle import AssignmentState
from tracker.law.periods import plan_year
from tracker.law.replay import get_interval_on, replay_as_known, replay_history
from tracker.law.timing import classify_timing, counts_in_period
from tracker.operations import verification_queries
from tracker.operations.verification_queries import AssignmentHistory
from tracker.tasks import event_log


class VerificationPieceKind(enum.StrEnum):
    """What one part of the work looks at."""

    EVENTS = "events"
    ASSIGNMENTS = "assignments"
    LEDGER = "ledger"
    ROWS = "rows"


SIZES = {
    VerificationPieceKind.EVENTS: 50_000,
    VerificationPieceKind.ASSIGNMENTS: 10_000,
    VerificationPieceKind.LEDGER: 20_000,
    VerificationPieceKind.ROWS: 20_000,
}
"""How many lines, assignments, entries or rows make one part."""


@dataclass(frozen=True, slots=True)
class Verification:
    """What was found: events, its last hash, the first altered line, assignments that differ.

    `frozen` periods were looked at; `thawed` are those whose members are not what the event log said, or were altered.
    `lost_anchor` is the first of the anchors given that the event log does not keep: its end was cut, or all
    was forged. `rows` of facts were compared with the ledger; `altered` are those that are not as they were sealed.
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
    lost_anchor: ChainAnchor | None = None
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
class VerificationPiece:
    """The lines, assignments, entries, or rows of one table, from one number to another."""

    kind: VerificationPieceKind
    first: int
    last: int
    table: str = ""


@dataclass(frozen=True, slots=True)
class VerificationResult:
    """What was found in one part."""

    stretch: ChainStretch | None = None
    assignments: int = 0
    differing: tuple[int, ...] = ()
    thawed: frozenset[int] = frozenset()
    entries: EntryRange | None = None
    cut_ledger: bool = False
    rows: int = 0
    altered: tuple[RowFinding, ...] = ()


def verify_records(session: Session, anchors: Sequence[ChainAnchor] = ()) -> Verification:
    """Check both chains and every row of facts, and recount every lead assignment at every instant of its events."""
    return conclude_verification(
        session, anchors, (verify_piece(session, each) for each in list_verification_pieces(session))
    )


def verify_event_log(session: Session) -> ChainStretch:
    """Look at the chain of the event log alone."""
    found = (
        verify_piece(session, each).stretch
        for each in list_verification_pieces(session)
        if each.kind is VerificationPieceKind.EVENTS
    )
    return join_chain_stretches(each for each in found if each is not None)


def list_verification_pieces(session: Session) -> list[VerificationPiece]:
    """Return the parts of the whole work, up to the last line there is now."""
    ends = [
        (VerificationPieceKind.EVENTS, "", verification_queries.get_last_event_id(session)),
        (VerificationPieceKind.ASSIGNMENTS, "", verification_queries.get_last_assignment_id(session)),
        (VerificationPieceKind.LEDGER, "", ledger.get_last_entry_id(session)),
        *((VerificationPieceKind.ROWS, table, last) for table, last in ledger.get_last_row_ids(session).items()),
    ]
    return [
        VerificationPiece(kind, first, min(first + SIZES[kind] - 1, last), table)
        for kind, table, last in ends
        for first in range(1, last + 1, SIZES[kind])
    ]


def verify_piece(session: Session, piece: VerificationPiece) -> VerificationResult:
    """Look at one part."""
    first, last = piece.first, piece.last
    match piece.kind:
        case VerificationPieceKind.EVENTS:
            spoken_of = event_log.ledger_heads(session, first, last)
            is_cut = len(ledger.filter_known_heads(session, spoken_of)) < len(spoken_of)
            return VerificationResult(
                walk_chain_lines(verification_queries.walk_event_log(session, first, last)), cut_ledger=is_cut
            )
        case VerificationPieceKind.LEDGER:
            return VerificationResult(entries=check_entry_range(ledger.walk_ledger_entries(session, first, last)))
        case VerificationPieceKind.ROWS:
            rows, altered = ledger.differing_rows(session, piece.table, first, last)
            return VerificationResult(rows=rows, altered=tuple(altered))
        case _:
            return _recounted(session, piece)


def _recounted(session: Session, piece: VerificationPiece) -> VerificationResult:
    """Count some assignments again, and compare them with their intervals and with what was frozen of them."""
    kept = [_Frozen(session, each, piece) for each in freezing.list_frozen_periods(session)]
    number, differing = 0, []
    for life in verification_queries.walk_assignment_histories(session, piece.first, piece.last):
        number += life.is_lead
        if not _equal(life):
            differing.append(life.assignment_id)
        for each in kept:
            each.compare(life)
    return VerificationResult(
        assignments=number,
        differing=tuple(differing),
        thawed=frozenset(each.period.id for each in kept if not each.agrees),
    )


def conclude_verification(
    session: Session, anchors: Sequence[ChainAnchor], parts: Iterable[VerificationResult]
) -> Verification:
    """Put together what was found in all parts, and look at what only the whole can tell."""
    seen = list(parts)
    whole = join_chain_stretches(each.stretch for each in seen if each.stretch is not None)
    periods = freezing.list_frozen_periods(session)
    thawed = {number for each in seen for number in each.thawed} | {
        each.id
        for each in periods
        if digest_members(membership.walk_frozen_members(session, each.id)) != each.members_hash
    }
    return Verification(
        lines=whole.lines,
        head=whole.head if whole.lines else GENESIS,
        broken_line=whole.broken,
        assignments=sum(each.assignments for each in seen),
        differing=tuple(sorted(number for each in seen for number in each.differing)),
        frozen=len(periods),
        thawed=tuple(sorted(thawed)),
        lost_anchor=find_first_broken_anchor(anchors, partial(event_log.get_hash_after, session)),
        rows=sum(each.rows for each in seen),
        altered=tuple(sorted(found for each in seen for found in each.altered)),
        broken_entry=find_first_broken((each.entries for each in seen if each.entries is not None), GENESIS),
        cut_ledger=any(each.cut_ledger for each in seen),
    )


def _equal(life: AssignmentHistory) -> bool:
    """Tell whether the row of an assignment and the intervals kept of it are what its event log says."""
    if life.last is not None and life.last != life.row:
        return False
    if not life.is_lead:
        return not life.kept
    if life.holder_id != life.person_id:
        return False
    told = replay_as_known([entry for _, entry in life.entries])
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
            each.day_state,
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
    """A frozen period while a part of it is compared, one assignment after another, with the event log of then."""

    def __init__(self, session: Session, period: FrozenPeriod, piece: VerificationPiece) -> None:
        self.period = period
        self._members: Iterator[Member] = membership.walk_frozen_members(session, period.id, (piece.first, piece.last))
        self._next = next(self._members, None)
        self._differs = False

    def compare(self, life: AssignmentHistory) -> None:
        """Compare what was frozen of an assignment with what its event log said then."""
        period, found = self.period, None
        if self._next is not None and self._next.assignment_id == life.assignment_id:
            found, self._next = self._next, next(self._members, None)
        if not life.is_lead:
            self._differs |= found is not None
            return
        told = replay_history(entry for number, entry in life.entries if number <= period.last_event_id)
        interval = get_interval_on(told, period.as_of)
        is_later_plan = life.plan_year is not None and life.plan_year > plan_year(period.first_on, period.as_of)
        if interval is None or is_later_plan or not counts_in_period(interval, period.first_on):
            self._differs |= found is not None
            return
        expected = (
            interval.unit_id,
            classify_timing(interval, period.as_of),
            interval.day_state,
            interval.due_on,
            interval.judged_due_on,
            interval.done_on,
        )
        self._differs |= found is None or expected != (
            found.unit_id,
            found.timing,
            found.day_state,
            found.due_on,
            found.judged_due_on,
            found.done_on,
        )

    @property
    def agrees(self) -> bool:
        """Tell whether nothing differed and nothing was frozen that is not there."""
        return not self._differs and self._next is None


WORTH_SHARING = 100_000
"""From how many events on other processes are started: each takes most of a second to come up."""


def verify_in_processes(session: Session, processes: int, anchors: Sequence[ChainAnchor] = ()) -> Verification:
    """Do the same as `verify_records`, shared among processes where there is enough to share.

    Raises `BrokenProcessPool` when one of them ends before its work is done.
    """
    wanted = list_verification_pieces(session)
    address = sa.inspect(session.get_bind()).engine.url
    enough = any(piece.kind is VerificationPieceKind.EVENTS and piece.last >= WORTH_SHARING for piece in wanted)
    if processes < 2 or not enough or not address.database:
        return verify_records(session, anchors)
    session.rollback()  # nothing that we hold open keeps writers out meanwhile
    started = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, started, _begin, (address,)) as pool:
        seen = list(pool.map(_look, wanted))
    return conclude_verification(session, anchors, seen)


_engine: list[sa.Engine] = []


def _begin(address: URL) -> None:
    """Open the database for this process; one part is one moment of it."""
    repeatable = {} if address.get_backend_name() == "sqlite" else {"isolation_level": "REPEATABLE READ"}
    engine = sa.create_engine(address, **repeatable)
    database_engine.prepare_sqlite(engine)
    _engine.append(engine)


def _look(piece: VerificationPiece) -> VerificationResult:
    with Session(_engine[0]) as session:
        return verify_piece(session, piece)
