"""The only place that asks the machine for the time."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, field
from pathlib import Path
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
class DemoClock:
    """A clock that runs at normal speed in another year, as a small file says: the demo lives in 2021.

    The file holds two instants in ISO form, one a line: the machine's, and the one shown at that moment. Without
    the file it is the machine's clock.
    """

    file: Path
    base: Clock = field(default_factory=SystemClock)

    def now(self) -> dt.datetime:
        """Return the present instant of the demo."""
        try:
            real, shown = self.file.read_text(encoding="ascii").split()
        except FileNotFoundError:
            return self.base.now()
        return self.base.now() + (dt.datetime.fromisoformat(shown) - dt.datetime.fromisoformat(real))

    def show(self, instant: dt.datetime) -> None:
        """Let the clock show `instant` now and run on from there."""
        self.file.parent.mkdir(parents=True, exist_ok=True)
        self.file.write_text(f"{self.base.now().isoformat()}\n{instant.isoformat()}\n", encoding="ascii")


@dataclass(slots=True)
class ManualClock:
    """A clock moved by hand: rebuilding a past year, and tests."""

    instant: dt.datetime

    def now(self) -> dt.datetime:
        """Return the instant at which the clock stands."""
        return self.instant

    def move_to(self, instant: dt.datetime) -> None:
        """Set the clock; a naive instant raises `ValueError`."""
        if instant.tzinfo is None:
            raise ValueError("an instant needs a zone")
        self.instant = instant.astimezone(dt.UTC)


def civil_day(instant: dt.datetime) -> dt.date:
    """Return the civil day in Viet Nam on which an instant falls."""
    if instant.tzinfo is None:
        raise ValueError("an instant needs a zone")
    return instant.astimezone(VIETNAM).date()


def local_instant(day: dt.date, hour: int, minute: int = 0) -> dt.datetime:
    """Return the instant of a local hour on a civil day in Viet Nam."""
    return dt.datetime(day.year, day.month, day.day, hour, minute, tzinfo=VIETNAM)


def end_of_day(day: dt.date) -> dt.datetime:
    """Return the last instant of a civil day in Viet Nam."""
    return dt.datetime(day.year, day.month, day.day, 23, 59, 59, 999999, tzinfo=VIETNAM)
