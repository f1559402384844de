"""The only place that asks the machine for the time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Protocol
from zoneinfo import ZoneInfo

VIETNAM = ZoneInfo("Asia/Ho_Chi_Minh")


class Clock(Protocol):
    """Something that knows the present instant."""

    def now(self) -> dt.datetime:
        """Return the present instant, aware, in UTC."""
        ...


class SystemClock:
    """The clock of the machine."""

    def now(self) -> dt.datetime:
        """Return the present instant, aware, in UTC."""
        return dt.datetime.now(dt.UTC)


@dataclass(frozen=True, slots=True)
class ShiftedClock:
    """A clock that runs at normal speed in another year: the demo lives in 2021."""

    base: Clock
    offset: dt.timedelta

    def now(self) -> dt.datetime:
        """Return the present instant moved by the offset."""
        return self.base.now() + self.offset


@dataclass(slots=True)
class HandClock:
    """A clock moved by hand: rebuilding a past year, and tests."""

    instant: dt.datetime

    def now(self) -> dt.datetime:
        """Return the instant the hands stand at."""
        return self.instant

    def move_to(self, instant: dt.datetime) -> None:
        """Set the hands; a naive instant raises `ValueError`."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a zone")
        self.instant = instant.astimezone(dt.UTC)


def civil_day(instant: dt.datetime) -> dt.date:
    """Return the civil day in Viet Nam on which an instant falls."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(VIETNAM).date()


def at(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """Return the instant of a local hour on a civil day in Viet Nam."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


def end_of(day: dt.date) -> dt.datetime:
    """Return the last instant of a civil day in Viet Nam."""
    return dt.datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=VIETNAM)
