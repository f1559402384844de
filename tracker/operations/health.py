"""How the installation is: what the status page shows, and whether it is ready for work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from sqlalchemy.exc import SQLAlchemyError
from sqlalchemy.orm import Session

from tracker.database import engine
from tracker.database.engine import DatabaseFacts
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Permission, require_permission
from tracker.mail.outbox import Letter, LetterState
from tracker.office import calendar as office_calendar
from tracker.reminders import heartbeat
from tracker.reminders.heartbeat import is_alive
from tracker.reminders.models import Heartbeat

FAULTS_SHOWN = 5
QUEUED_LETTER_STATES = (LetterState.NEW, LetterState.RETRY, LetterState.SENDING)


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
        return sum(self.letters.get(state, 0) for state in QUEUED_LETTER_STATES)

    @property
    def is_in_trouble(self) -> bool:
        """Tell whether the last round of the scheduler met trouble."""
        beat = self.heartbeat
        return beat is not None and beat.last_error_at is not None and beat.last_error_at >= beat.beat_at


def check_health(work: UnitOfWork, migrations: Path) -> Health:
    """Return how the installation is."""
    require_permission(work.actor, Permission.SYSTEM_READ)
    session = work.session
    beat = heartbeat.get_heartbeat(session)
    days = office_calendar.working_calendar(session)
    return Health(
        database=engine.get_database_facts(session),
        revision=engine.schema_revision(session),
        newest_revision=engine.newest_revision(migrations),
        heartbeat=beat,
        backup=heartbeat.get_heartbeat(session, heartbeat.BACKUP),
        is_alive=is_alive(beat, work.now),
        letters=heartbeat.count_letters_by_state(session),
        oldest_unsent=heartbeat.get_oldest_unsent_instant(session),
        years={year: year in days.years for year in (work.today.year, work.today.year + 1)},
        faults=heartbeat.list_last_faults(session, FAULTS_SHOWN),
    )


def check_readiness(session: Session, now: dt.datetime, migrations: Path) -> Readiness:
    """Return whether database, schema and scheduler are as they should be; a fault is an answer here."""
    try:
        revision = engine.schema_revision(session)
        if revision is None or revision != engine.newest_revision(migrations):
            return Readiness(database=True)
        beat = heartbeat.get_heartbeat(session)
    except SQLAlchemyError:
        return Readiness()
    return Readiness(database=True, migrations=True, scheduler=is_alive(beat, now))
