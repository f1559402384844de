"""The unit of work: the only place that commits."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

import tracker.database.ledger  # noqa: F401
from tracker.core.clock import Clock, civil_day
from tracker.core.refusals import Reason, Refusal
from tracker.law.permissions import Actor
from tracker.law.recipients import HeldPost

SQLITE_BEGIN = "sqlite_begin"
"""Connection option read by `store.sqlite`: how SQLite opens the transaction."""


@dataclass(slots=True)
class UnitOfWork:
    """One transaction: who acts, at what instant, and what is to happen once it is committed.

    `request_id` names the form or message that asked; the same request twice has its effect once.
    `chain_head` is the hash of the last event, once it was read under lock, and `recorded_at` the
    instant of the lines written since; `held_posts` are the posts of today, once somebody had to be told.
    """

    session: Session
    actor: Actor
    now: dt.datetime
    request_id: str | None = None
    chain_head: str | None = None
    recorded_at: dt.datetime | None = None
    clock: Clock | None = None
    held_posts: Sequence[HeldPost] | None = None
    after_commit: list[Callable[[], None]] = field(default_factory=list)

    @property
    def today(self) -> dt.date:
        """The civil day in Viet Nam of this work."""
        return civil_day(self.now)


@contextmanager
def run_in_savepoint(work: UnitOfWork, request_id: str) -> Iterator[None]:
    """Carry out one of several verbs of a unit of work under a name of its own; undone alone when it is refused.

    A lost race becomes a `Refusal` as in `unit_of_work`. What was read of the event log's end before stays true.
    """
    work.request_id = request_id
    head, instant, follow_ups = work.chain_head, work.recorded_at, len(work.after_commit)
    try:
        with work.session.begin_nested():
            yield
    except BaseException as fault:
        work.chain_head, work.recorded_at = head, instant
        del work.after_commit[follow_ups:]
        if isinstance(fault, StaleDataError):
            raise Refusal(Reason.STALE) from fault
        if isinstance(fault, IntegrityError) and "request" in str(fault.orig):
            raise Refusal(Reason.REQUEST_REUSED) from fault
        raise


@contextmanager
def unit_of_work(
    session: Session, actor: Actor, clock: Clock, *, request_id: str | None = None
) -> Iterator[UnitOfWork]:
    """Commit when the block ends well, roll back when it does not; then run what waited for the commit.

    On SQLite the transaction takes the write lock at once (BEGIN IMMEDIATE), so that what it reads cannot
    change under it. A lost race over a version becomes `Refusal` STALE, over a request id REQUEST_REUSED.
    """
    session.rollback()  # a read transaction left open would hold an old snapshot
    try:
        session.connection(execution_options={SQLITE_BEGIN: "IMMEDIATE"})
        work = UnitOfWork(session=session, actor=actor, now=clock.now(), request_id=request_id, clock=clock)
        yield work
        session.commit()
    except StaleDataError as lost:
        session.rollback()
        raise Refusal(Reason.STALE) from lost
    except IntegrityError as broken:
        session.rollback()
        if "request" in str(broken.orig) and request_id is not None:
            raise Refusal(Reason.REQUEST_REUSED) from broken
        raise
    except BaseException:
        session.rollback()
        raise
    for follow_up in work.after_commit:
        follow_up()
