"""The scheduler says that it is alive, what it did, and what went wrong.

The heartbeat of the scheduler, and how full its outbox is.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tracker.core.clock import VIETNAM
from tracker.database.unit_of_work import UnitOfWork
from tracker.mail.outbox import Letter, LetterState
from tracker.office import calendar as office_calendar
from tracker.reminders.models import Heartbeat
from tracker.reminders.queries import WAITING_LETTER_STATES
from tracker.reminders.rules import covers_working_day, is_first_day_after

SCHEDULER_HEARTBEAT = "scheduler"
BACKUP = "backup"
"""The row that says when the last nightly backup was made, or what kept it from being made."""

OFTEN = "backup_often"
"""The same of those made every some minutes."""


def get_heartbeat(session: Session, name: str = SCHEDULER_HEARTBEAT) -> Heartbeat | None:
    """Return the last heartbeat of a process, None when it never ran."""
    return session.scalar(select(Heartbeat).where(Heartbeat.name == name))


def count_letters_by_state(session: Session) -> Mapping[LetterState, int]:
    """Return how many letters stand in each state."""
    rows = session.execute(select(Letter.state, func.count().label("n")).group_by(Letter.state))
    return {row.state: row.n for row in rows}


def get_oldest_unsent_instant(session: Session) -> dt.datetime | None:
    """Return since when the oldest letter waits to be sent."""
    return session.scalar(
        select(func.min(Letter.created_at)).where(Letter.state.in_((*WAITING_LETTER_STATES, LetterState.SENDING)))
    )


def list_last_faults(session: Session, limit: int) -> list[Letter]:
    """Return the newest letters that were refused or given up, newest first."""
    question = (
        select(Letter)
        .where(Letter.error != "", Letter.state.in_((LetterState.RETRY, LetterState.DEAD)))
        .order_by(Letter.id.desc())
        .limit(limit)
    )
    return list(session.scalars(question))


FRESH = dt.timedelta(seconds=120)
"""A heartbeat older than this means that nobody sends reminders (the scheduler beats every 60 seconds)."""
SHORTEST_GAP = dt.timedelta(hours=11)
"""No shorter silence can hold a whole working day of sending (7 to 18 hours)."""
LONGEST_HEARTBEAT_TEXT = 400


def record_heartbeat(
    work: UnitOfWork, *, holder: str = "", result: str = "", error: str = "", name: str = SCHEDULER_HEARTBEAT
) -> None:
    """Note that the scheduler is alive now; an empty result or error leaves the last one standing.

    Under another `name` the row tells of another thing that is done again and again: it beats when it was done,
    and an error alone leaves the last beat.
    """
    found = get_heartbeat(work.session, name)
    if found is None:
        found = Heartbeat(name=name, beat_at=work.now, holder="", last_result="", last_error="")
        work.session.add(found)
    if name == SCHEDULER_HEARTBEAT or not error:
        found.beat_at = work.now
    found.holder = holder or found.holder
    found.last_result = result[:LONGEST_HEARTBEAT_TEXT] or found.last_result
    if error:
        found.last_error, found.last_error_at = error[:LONGEST_HEARTBEAT_TEXT], work.now


def record_gap(work: UnitOfWork) -> None:
    """Keep how long the scheduler was silent, when a whole working day passed meanwhile; to be asked before `note`.

    Raises `Refusal` CALENDAR_MISSING when a year in between has no work calendar.
    """
    beat = get_heartbeat(work.session)
    if beat is None or work.now - beat.beat_at < SHORTEST_GAP:
        return
    days = office_calendar.working_calendar(work.session)
    if covers_working_day(beat.beat_at.astimezone(VIETNAM), work.now.astimezone(VIETNAM), days):
        beat.gap_from, beat.gap_until = beat.beat_at, work.now


def get_gap_to_report(work: UnitOfWork) -> tuple[dt.datetime, dt.datetime] | None:
    """Return the silence that letters of today are to name: the last one, on the first day after it."""
    beat = get_heartbeat(work.session)
    if beat is None or beat.gap_from is None or beat.gap_until is None:
        return None
    days = office_calendar.working_calendar(work.session)
    is_today = is_first_day_after(beat.gap_until.astimezone(VIETNAM), work.today, days)
    return (beat.gap_from, beat.gap_until) if is_today else None


def is_alive(beat: Heartbeat | None, now: dt.datetime) -> bool:
    """Tell whether the scheduler was heard of lately; a clock set back does not make it older."""
    return beat is not None and is_heartbeat_fresh(beat.beat_at, now)


def is_heartbeat_fresh(beat_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether somebody last heard of at `beat_at` is still there."""
    return beat_at is not None and abs(now - beat_at) < FRESH
