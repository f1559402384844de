"""The year 2021 loaded once for a whole run of tests, and the registers counted by hand."""

from __future__ import annotations

import datetime as dt
import fcntl
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from tests.support.databases import an_app, create_tables, sqlite_address
from tracker.database import engine
from tracker.database.engine import db
from tracker.demo import command

TITLES = {"issued_on": 2, "lead": 6, "due_on": 9, "done_on": 10}


def loaded_for(factory: pytest.TempPathFactory) -> Path:
    """Return an SQLite file that holds the year 2021, one for all processes of this run of the tests."""
    base = factory.getbasetemp()
    return loaded_once(base.parent if base.name.startswith("popen-") else base)


def loaded_once(folder: Path) -> Path:
    """Return an SQLite file that holds the year 2021, loaded by whichever test process comes first."""
    path = folder / "year-2021.db"
    with (folder / "year-2021.lock").open("w") as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        if not path.exists():
            growing = path.with_suffix(".growing")
            create_tables(sqlite_address(growing))
            app = an_app(sqlite_address(growing))
            with app.app_context(), engine.skip_disk_sync(db.engine):
                command.load_town_demo(db.session())
                db.session.remove()
            growing.rename(path)
    return path


@dataclass(frozen=True, slots=True)
class RegisterLine:
    """One row of a register as a clerk reads it."""

    issued_on: dt.date
    lead: str
    due_on: dt.date
    done_on: dt.date | None

    def bucket(self, day: dt.date) -> str | None:
        """Say where the row stands on a day, by the clerk's own rule; None before it was given."""
        if self.issued_on > day:
            return None
        if self.done_on is not None and self.done_on <= day:
            return "late" if self.done_on > self.due_on else "on_time"
        return "overdue" if day > self.due_on else "in_time"


def register_lines(name: str) -> Iterator[RegisterLine]:
    """Read a register without any code of the program."""
    sheet = CalamineWorkbook.from_path(str(command.TOWN_DATA_FOLDER / name)).get_sheet_by_index(0)
    for row in sheet.to_python()[1:]:
        issued_on, due_on, done_on = (row[TITLES[title]] for title in ("issued_on", "due_on", "done_on"))
        assert isinstance(issued_on, dt.date) and isinstance(due_on, dt.date)
        yield RegisterLine(
            issued_on=issued_on,
            lead=str(row[TITLES["lead"]]),
            due_on=due_on,
            done_on=done_on if isinstance(done_on, dt.date) else None,
        )


def hand_count(name: str, day: dt.date, lead: str | None = None) -> Counter[str]:
    """Count a register by hand as of a day, for all units or for one."""
    counts = (line.bucket(day) for line in register_lines(name) if lead in (None, line.lead))
    return Counter(bucket for bucket in counts if bucket is not None)
