"""How often something regular comes: every Monday, every first of a month."""

from __future__ import annotations

import datetime as dt
import enum


class Rhythm(enum.StrEnum):
    """How often."""

    WEEKLY = "weekly"
    MONTHLY = "monthly"


def slot(rhythm: Rhythm, day: dt.date) -> dt.date:
    """Return the day for which the latest one is meant: the Monday of the week, the first of the month."""
    if rhythm is Rhythm.MONTHLY:
        return day.replace(day=1)
    return day - dt.timedelta(days=day.weekday())


def is_due(rhythm: Rhythm, hour: int, last_slot_on: dt.date | None, now: dt.datetime) -> bool:
    """Tell whether one is due at a local instant: its slot has come, the hour too, and it was not written yet.

    What was missed while nothing ran is caught up once, with the latest slot.
    """
    wanted = slot(rhythm, now.date())
    if last_slot_on is not None and last_slot_on >= wanted:
        return False
    return now.date() > wanted or now.hour >= hour
