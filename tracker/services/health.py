"""How the installation is: what the status page shows, and whether it is ready for work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from tracker.models.letter import Heartbeat, Letter
from tracker.rules.outbox import LetterState
from tracker.rules.permissions import Permission, require
from tracker.services.heartbeats import is_alive
from tracker.store import calendar, heartbeats, machine
from tracker.store.machine import DatabaseFacts
from tracker.transaction import Work

FAULTS_SHOWN = 5
WAITING = (LetterState.NEW, LetterState.RETRY, LetterState.SENDING)


@dataclass(frozen=True, slots=True)
class Readiness:
    """Three questions a machine asks; ready when all are answered yes."""

    database: bool = False
    migrations: bool = False
    scheduler: bool = False

    @property
    def is_ready(self) -> bool:
        """Tell whether the installation does its work."""
        return self.database and self.migrations and self.scheduler


@dataclass(frozen=True, slots=True)
class Health:
    """What the status page shows. `years` says of this and the next year whether their work calendar is known."""

    database: DatabaseFacts
    revision: str | None
    newest_revision: str | None
    heartbeat: Heartbeat | None
    backup: Heartbeat | None
    is_alive: bool
    letters: Mapping[LetterState, int]
    oldest_unsent: dt.datetime | None
    years: Mapping[int, bool]
    faults: Sequence[Letter]

    @property
    def backlog(self) -> int:
        """How many letters wait to be sent."""
        return sum(self.letters.get(state, 0) for state in WAITING)

    @property
    def is_in_trouble(self) -> bool:
        """Tell whether the last round of the scheduler met trouble."""
        beat = self.heartbeat
        return beat is not None and beat.last_error_at is not None and beat.last_error_at >= beat.beat_at


def health(work: Work, migrations: Path) -> Health:
    """Return how the installation is."""
    require(work.actor, Permission.SYSTEM_READ)
    session = work.session
    beat = heartbeats.heartbeat(session)
    days = calendar.working_calendar(session)
    return Health(
        database=machine.database_facts(session),
        revision=machine.schema_revision(session),
        newest_revision=machine.newest_revision(migrations),
        heartbeat=beat,
        backup=heartbeats.heartbeat(session, heartbeats.BACKUP),
        is_alive=is_alive(beat, work.now),
        letters=heartbeats.letter_counts(session),
        oldest_unsent=heartbeats.oldest_unsent(session),
        years={year: year in days.years for year in (work.today.year, work.today.year + 1)},
        faults=heartbeats.last_faults(session, FAULTS_SHOWN),
    )


def readiness(session: Session, now: dt.datetime, migrations: Path) -> Readiness:
    """Return whether database, schema and scheduler are as they should be; a fault is an answer here."""
    try:
        revision = machine.schema_revision(session)
        if revision is None or revision != machine.newest_revision(migrations):
            return Readiness(database=True)
        beat = heartbeats.heartbeat(session)
    except SQLAlchemyError:
        return Readiness()
    return Readiness(database=True, migrations=True, scheduler=is_alive(beat, now))
