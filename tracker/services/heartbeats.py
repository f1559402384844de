"""The scheduler says that it is alive, what it did, and what went wrong."""

from __future__ import annotations

import datetime as dt

from tracker.clock import VIETNAM
from tracker.models.letter import Heartbeat
from tracker.rules.silence import is_first_day_after, lost_a_day
from tracker.store import calendar
from tracker.store import heartbeats as store
from tracker.transaction import Work

FRESH = dt.timedelta(seconds=120)
"""A heartbeat older than this means that nobody sends reminders (the scheduler beats every 60 seconds)."""
SHORTEST_GAP = dt.timedelta(hours=11)
"""No shorter silence can hold a whole working day of sending (7 to 18 hours)."""
LONGEST = 400


def note(
    work: Work, *, holder: str = "", result: str = "", error: str = "", name: str = store.SCHEDULER
) -> None:
    """Note that the scheduler is alive now; an empty result or error leaves the last one standing.

    Under another `name` the row tells of another thing that is done again and again: it beats when it was done,
    and an error alone leaves the last beat.
    """
    found = store.heartbeat(work.session, name)
    if found is None:
        found = Heartbeat(name=name, beat_at=work.now, holder="", last_result="", last_error="")
        work.session.add(found)
    if name == store.SCHEDULER or not error:
        found.beat_at = work.now
    found.holder = holder or found.holder
    found.last_result = result[:LONGEST] or found.last_result
    if error:
        found.last_error, found.last_error_at = error[:LONGEST], work.now


def note_gap(work: Work) -> None:
    """Keep how long the scheduler was silent, when a whole working day passed meanwhile; to be asked before `note`.

    Raises `Refusal` CALENDAR_MISSING when a year in between has no work calendar.
    """
    beat = store.heartbeat(work.session)
    if beat is None or work.now - beat.beat_at < SHORTEST_GAP:
        return
    days = calendar.working_calendar(work.session)
    if lost_a_day(beat.beat_at.astimezone(VIETNAM), work.now.astimezone(VIETNAM), days):
        beat.gap_from, beat.gap_until = beat.beat_at, work.now


def gap_to_name(work: Work) -> tuple[dt.datetime, dt.datetime] | None:
    """Return the silence that letters of today are to name: the last one, on the first day after it."""
    beat = store.heartbeat(work.session)
    if beat is None or beat.gap_from is None or beat.gap_until is None:
        return None
    days = calendar.working_calendar(work.session)
    is_today = is_first_day_after(beat.gap_until.astimezone(VIETNAM), work.today, days)
    return (beat.gap_from, beat.gap_until) if is_today else None


def is_alive(beat: Heartbeat | None, now: dt.datetime) -> bool:
    """Tell whether the scheduler was heard of lately; a clock set back does not make it older."""
    return beat is not None and is_fresh(beat.beat_at, now)


def is_fresh(beat_at: dt.datetime | None, now: dt.datetime) -> bool:
    """Tell whether somebody last heard of at `beat_at` is still there."""
    return beat_at is not None and abs(now - beat_at) < FRESH
