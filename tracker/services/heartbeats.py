"""The scheduler says that it is alive, what it did, and what went wrong."""

from __future__ import annotations

import datetime as dt

from tracker.models.letter import Heartbeat
from tracker.store import heartbeats as store
from tracker.transaction import Work

FRESH = dt.timedelta(seconds=120)
"""A heartbeat older than this means that nobody sends reminders (the scheduler beats every 60 seconds)."""
LONGEST = 400


def note(work: Work, *, holder: str = "", result: str = "", error: str = "") -> None:
    """Note that the scheduler is alive now; an empty result or error leaves the last one standing."""
    found = store.heartbeat(work.session)
    if found is None:
        found = Heartbeat(name=store.SCHEDULER, beat_at=work.now, holder="", last_result="", last_error="")
        work.session.add(found)
    found.beat_at = work.now
    found.holder = holder or found.holder
    found.last_result = result[:LONGEST] or found.last_result
    if error:
        found.last_error, found.last_error_at = error[:LONGEST], work.now


def is_alive(beat: Heartbeat | None, now: dt.datetime) -> bool:
    """Tell whether the scheduler was heard of lately; a clock set back does not make it older."""
    return beat is not None and abs(now - beat.beat_at) < FRESH
