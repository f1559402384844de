"""The picture of the week as a letter shows it: lines of figures, each number with the way to exactly its list."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

ROWS_SHOWN = 25
"""A letter names at most so many units; the page shows all."""


@dataclass(frozen=True, slots=True)
class PictureRow:
    """The figures of one unit, or of the whole (`unit_id` None), this year as of the day of the letter.

    `due_soon` are open and due within seven days; `done_late` are those of `done` that were finished late.
    """

    unit_id: int | None
    name: str
    open: int
    overdue: int
    due_soon: int
    done: int
    done_late: int

    @property
    def total(self) -> int:
        """What is to be done and what was finished, together."""
        return self.open + self.done

    @property
    def bar(self) -> tuple[tuple[str, int], ...]:
        """The parts of the bar in whole per cent, together 100: late so far, at work, done late, done in time."""
        if not self.total:
            return ()
        parts = (
            ("overdue", self.overdue),
            ("open", self.open - self.overdue),
            ("done_late", self.done_late),
            ("done", self.done - self.done_late),
        )
        ends, sofar = [0], 0
        for _, count in parts:
            sofar += count
            ends.append(round(100 * sofar / self.total))
        widths = zip(parts, ends, ends[1:], strict=False)
        return tuple((name, end - start) for (name, _), start, end in widths if end > start)


@dataclass(frozen=True, slots=True)
class Picture:
    """One picture: the figures of a whole, and below it those of its units, the most of what is late first."""

    whole: PictureRow
    rows: Sequence[PictureRow]
    day: dt.date
    known_at: dt.datetime

    def way(self, row: PictureRow, what: str) -> str:
        """Return the path of the list behind a number, as it was known when the letter was written."""
        chosen: dict[str, str] = {
            "tinh-den": self.day.isoformat(),
            "biet-den": self.known_at.isoformat(),
            "tu-ngay": dt.date(self.day.year, 1, 1).isoformat(),
            "dem": "luot-giao",
        }
        if row.unit_id is not None:
            chosen["don-vi"] = str(row.unit_id)
        match what:
            case "open":
                chosen["ket-qua"] = "dang-lam"
            case "overdue":
                chosen["ket-qua"] = "open_overdue"
            case "due_soon":
                chosen |= {
                    "ket-qua": "open_in_time",
                    "han-tu": self.day.isoformat(),
                    "han-den": (self.day + dt.timedelta(days=6)).isoformat(),
                }
            case "done":
                chosen["ket-qua"] = "hoan-thanh"
            case "done_late":
                chosen["ket-qua"] = "done_late"
        return f"/nhiem-vu?{urlencode(chosen)}"
