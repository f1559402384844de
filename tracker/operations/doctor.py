"""Looking the installation over: every question is asked, whatever the others found.

What a look at the installation finds: one finding to a question, and how bad it is.

What the doctor asks of the database: references that lead nowhere, files that rows speak of, people unreachable.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.orm import Session

from tracker.core.clock import VIETNAM
from tracker.core.files import EVIDENCE_FOLDER, IMPORT_FOLDER, FileStore
from tracker.database import engine
from tracker.database.unit_of_work import UnitOfWork
from tracker.intake.imports import ImportBatch, ImportDetail
from tracker.law.permissions import Permission, Role, require_permission
from tracker.mail.outbox import LetterState
from tracker.office import calendar as office_calendar
from tracker.office.models import Document, Membership, Person
from tracker.office.people import post_held_condition
from tracker.operations import archives, verification
from tracker.reminders import heartbeat
from tracker.reminders.heartbeat import is_alive
from tracker.reorganisation import queries as reorganisation_queries
from tracker.reports.models import IndicatorEntry, ReportTemplate
from tracker.tasks.models import Evidence

BACKUP_FRESH = dt.timedelta(hours=26)
"""A nightly backup older than this was missed."""
LEAST_FREE_BYTES, LOW_FREE_BYTES = 200 << 20, 1 << 30
"""Free bytes below which work stops soon, and below which somebody should tidy up."""
OLDEST_POSTGRESQL = 15
CLOCKS_AGREE = dt.timedelta(seconds=60)


class Check(enum.StrEnum):
    """A question the doctor asks."""

    ENGINE = "engine"
    SCHEMA = "schema"
    EVENT_LOG = "diary"
    REFERENCES = "references"
    SCHEDULER = "scheduler"
    MAIL = "mail"
    LETTERS = "letters"
    DISK = "disk"
    ZONE = "zone"
    CLOCK = "clock"
    CALENDAR = "calendar"
    ORPHANS = "orphans"
    FILES_MISSING = "files_missing"
    FILES_STRAY = "files_stray"
    BACKUP = "backup"
    ADDRESSES = "addresses"
    ADMINISTRATORS = "administrators"
    SAFETY = "safety"
    PROXY = "proxy"


class Level(enum.StrEnum):
    """How bad a finding is: nothing to do, to be seen to, work is at risk."""

    GOOD = "good"
    WARNING = "warning"
    BAD = "bad"


@dataclass(frozen=True, slots=True)
class DoctorFinding:
    """The answer to one question; `details` are the figures of its sentence, `case` which sentence it is."""

    check: Check
    level: Level
    case: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def judge_free_space(free: int) -> Level:
    """Judge free bytes on a disk."""
    if free < LEAST_FREE_BYTES:
        return Level.BAD
    return Level.WARNING if free < LOW_FREE_BYTES else Level.GOOD


def age_of_backup(made_at: dt.datetime | None, now: dt.datetime) -> Level:
    """Judge the last backup by its age; none at all is as bad as it gets."""
    if made_at is None:
        return Level.BAD
    return Level.GOOD if now - made_at <= BACKUP_FRESH else Level.BAD


def judge_calendar_years(known: Mapping[int, bool], today: dt.date) -> Level:
    """Judge the calendars of this and the next year: the next one is pressing in its last month."""
    if not known[today.year]:
        return Level.BAD
    if known[today.year + 1]:
        return Level.GOOD
    return Level.BAD if today.month == 12 else Level.WARNING


def list_dangling_references(session: Session) -> list[str]:
    """Return the tables whose rows refer to rows that are not there (SQLite; PostgreSQL never lets it come to that)."""
    if session.get_bind().dialect.name != "sqlite":
        return []
    return sorted({row[0] for row in session.execute(sa.text("PRAGMA foreign_key_check"))})


def is_database_sound(session: Session) -> bool:
    """Tell whether the pages of an SQLite file hang together; PostgreSQL looks after its own."""
    if session.get_bind().dialect.name != "sqlite":
        return True
    return bool(session.scalar(sa.text("PRAGMA quick_check")) == "ok")


def is_commit_synchronous(session: Session) -> bool:
    """Tell whether a commit is on disk when the database says so."""
    if session.get_bind().dialect.name == "sqlite":
        return int(session.scalar(sa.text("PRAGMA synchronous")) or 0) >= 2
    settings = [session.scalar(sa.text(f"SHOW {name}")) for name in ("fsync", "synchronous_commit")]
    return bool(settings[0] == "on" and settings[1] != "off")


def list_required_files(session: Session) -> dict[str, int | None]:
    """Return the files that rows speak of and that must be there, with the size a row gives."""
    found: dict[str, int | None] = {}
    for stored, size in session.execute(sa.select(Evidence.stored_name, Evidence.size)):
        found[f"{EVIDENCE_FOLDER}/{stored}"] = size
    for name in session.scalars(sa.select(Document.stored_name).where(Document.stored_name.is_not(None))):
        found.setdefault(f"{EVIDENCE_FOLDER}/{name}", None)
    kept = sa.select(IndicatorEntry.stored_name, IndicatorEntry.size).distinct()
    for name, bytes_of_it in session.execute(kept.where(IndicatorEntry.stored_name.is_not(None))):
        found[f"{EVIDENCE_FOLDER}/{name}"] = bytes_of_it
    for name in session.scalars(sa.select(ReportTemplate.stored_name)):
        found.setdefault(f"{EVIDENCE_FOLDER}/{name}", None)
    return found


def list_import_files(session: Session) -> set[str]:
    """Return the files of imports that rows speak of."""
    names = [*session.scalars(sa.select(ImportBatch.stored_name))]
    names += session.scalars(sa.select(ImportDetail.stored_name))
    return {f"{IMPORT_FOLDER}/{name}" for name in names}


def count_people_without_address(session: Session, day: dt.date) -> int:
    """Return how many people hold a post on a civil day, may sign in, and cannot be written to."""
    question = (
        sa.select(sa.func.count(sa.distinct(Person.id)))
        .join(Membership, Membership.person_id == Person.id)
        .where(post_held_condition(day), Person.active, sa.or_(Person.email.is_(None), Person.email == ""))
    )
    return session.scalar(question) or 0


def count_administrators(session: Session, day: dt.date) -> int:
    """Return how many people with an open account administer on a civil day."""
    question = (
        sa.select(sa.func.count(sa.distinct(Person.id)))
        .join(Membership, Membership.person_id == Person.id)
        .where(post_held_condition(day), Person.active, Membership.role == Role.ADMINISTRATOR)
    )
    return session.scalar(question) or 0


def database_clock(session: Session) -> dt.datetime | None:
    """Return what a database server's own clock shows; None for SQLite, which has the machine's."""
    if session.get_bind().dialect.name == "sqlite":
        return None
    shown: dt.datetime | None = session.scalar(sa.text("SELECT clock_timestamp()"))
    return shown


GOOD_LEVEL, WARNING_LEVEL, BAD_LEVEL = Level.GOOD, Level.WARNING, Level.BAD
SEVEN_HOURS = dt.timedelta(hours=7)
WAITED_LONG = dt.timedelta(hours=24)
STRAY_AFTER = dt.timedelta(hours=24)
"""A file that no row speaks of may be on its way in; after a day it is not."""


@dataclass(frozen=True, slots=True)
class DoctorSettings:
    """What the settings say; `mail` tells the fault of the way letters leave, None when there is none."""

    data_dir: Path
    migrations: Path
    backup_dir: Path | None
    environment: str
    base_url: str
    database_file: Path | None
    mail: Callable[[], str | None]
    file_store: FileStore
    proxy_hops: int = 0


def run_diagnosis(work: UnitOfWork, settings: DoctorSettings) -> list[DoctorFinding]:
    """Return one finding to each question, in a fixed order; none of them changes anything."""
    require_permission(work.actor, Permission.SYSTEM_READ)
    schema = _schema(work, settings)
    found = [
        _engine(work, settings),
        schema,
        _disk_space(settings),
        _zone(work),
        _clock(work),
        _mail(settings),
        _safety(settings),
        _proxy(settings),
    ]
    if schema.level is GOOD_LEVEL:
        asked = (_event_log, _references, _scheduler, _letters, _calendar, _orphans, _people, _administrators)
        found += [question(work) for question in asked]
        found += [*_files(work, settings), _backup(work, settings)]
    order = list(Check)
    return sorted(found, key=lambda finding: order.index(finding.check))


def _engine(work: UnitOfWork, settings: DoctorSettings) -> DoctorFinding:
    facts = engine.get_database_facts(work.session)
    details = {"kind": facts.kind, "version": facts.version, "journal": facts.journal_mode}
    if facts.kind == "PostgreSQL" and int(facts.version.split(".")[0]) < OLDEST_POSTGRESQL:
        return DoctorFinding(Check.ENGINE, BAD_LEVEL, "too_old", details)
    drive = None if settings.database_file is None else engine.find_network_drive(settings.database_file)
    if drive is not None:
        return DoctorFinding(Check.ENGINE, BAD_LEVEL, "network_drive", {"drive": drive})
    if not is_commit_synchronous(work.session):
        return DoctorFinding(Check.ENGINE, BAD_LEVEL, "not_on_disk", details)
    return DoctorFinding(Check.ENGINE, GOOD_LEVEL, "", details)


def _schema(work: UnitOfWork, settings: DoctorSettings) -> DoctorFinding:
    here, newest = engine.schema_revision(work.session), engine.newest_revision(settings.migrations)
    details = {"here": here or "–", "newest": newest or "–"}
    return DoctorFinding(
        Check.SCHEMA, GOOD_LEVEL if here == newest else BAD_LEVEL, "" if here == newest else "behind", details
    )


def _event_log(work: UnitOfWork) -> DoctorFinding:
    found = verification.verify_event_log(work.session)
    if found.broken is not None:
        return DoctorFinding(Check.EVENT_LOG, BAD_LEVEL, "broken", {"line": found.broken})
    return DoctorFinding(Check.EVENT_LOG, GOOD_LEVEL, "", {"lines": found.lines, "head": found.head[:16]})


def _references(work: UnitOfWork) -> DoctorFinding:
    astray = list_dangling_references(work.session)
    if astray or not is_database_sound(work.session):
        return DoctorFinding(Check.REFERENCES, BAD_LEVEL, "astray", {"tables": ", ".join(astray) or "–"})
    return DoctorFinding(Check.REFERENCES, GOOD_LEVEL)


def _scheduler(work: UnitOfWork) -> DoctorFinding:
    beat = heartbeat.get_heartbeat(work.session)
    if beat is None:
        return DoctorFinding(Check.SCHEDULER, BAD_LEVEL, "never")
    details = {"at": beat.beat_at, "error": beat.last_error}
    if not is_alive(beat, work.now):
        return DoctorFinding(Check.SCHEDULER, BAD_LEVEL, "silent", details)
    if beat.last_error_at is not None and beat.last_error_at >= beat.beat_at:
        return DoctorFinding(Check.SCHEDULER, WARNING_LEVEL, "trouble", details)
    return DoctorFinding(Check.SCHEDULER, GOOD_LEVEL, "", details)


def _letters(work: UnitOfWork) -> DoctorFinding:
    dead = heartbeat.count_letters_by_state(work.session).get(LetterState.DEAD, 0)
    oldest = heartbeat.get_oldest_unsent_instant(work.session)
    if oldest is not None and work.now - oldest > WAITED_LONG:
        return DoctorFinding(Check.LETTERS, WARNING_LEVEL, "waiting", {"since": oldest})
    return DoctorFinding(Check.LETTERS, WARNING_LEVEL if dead else GOOD_LEVEL, "dead" if dead else "", {"number": dead})


def _mail(settings: DoctorSettings) -> DoctorFinding:
    fault = settings.mail()
    return DoctorFinding(
        Check.MAIL, GOOD_LEVEL if fault is None else BAD_LEVEL, "" if fault is None else "away", {"fault": fault}
    )


def _disk_space(settings: DoctorSettings) -> DoctorFinding:
    places = [settings.data_dir, *([settings.backup_dir] if settings.backup_dir else [])]
    if settings.database_file is not None:
        places.append(settings.database_file.parent)
    free = min(archives.free_bytes(place) for place in places)
    return DoctorFinding(
        Check.DISK,
        judge_free_space(free),
        "" if judge_free_space(free) is GOOD_LEVEL else "little",
        {"megabytes": free >> 20},
    )


def _zone(work: UnitOfWork) -> DoctorFinding:
    offset = work.now.astimezone(VIETNAM).utcoffset()
    return DoctorFinding(
        Check.ZONE, GOOD_LEVEL if offset == SEVEN_HOURS else BAD_LEVEL, "" if offset == SEVEN_HOURS else "wrong"
    )


def _clock(work: UnitOfWork) -> DoctorFinding:
    """Compare the clock with the database server's, and with the last heartbeat, which lies in the past."""
    others = [database_clock(work.session)]
    apart = [abs(work.now - other) for other in others if other is not None]
    beat = heartbeat.get_heartbeat(work.session) if engine.schema_revision(work.session) else None
    if beat is not None and beat.beat_at > work.now:
        apart.append(beat.beat_at - work.now)
    most = max(apart, default=dt.timedelta(0))
    return DoctorFinding(
        Check.CLOCK,
        GOOD_LEVEL if most <= CLOCKS_AGREE else BAD_LEVEL,
        "" if most <= CLOCKS_AGREE else "apart",
        {"seconds": int(most.total_seconds())},
    )


def _calendar(work: UnitOfWork) -> DoctorFinding:
    covered = office_calendar.working_calendar(work.session).years
    known = {year: year in covered for year in (work.today.year, work.today.year + 1)}
    missing = ", ".join(str(year) for year, there in known.items() if not there)
    level = judge_calendar_years(known, work.today)
    return DoctorFinding(Check.CALENDAR, level, "" if level is GOOD_LEVEL else "missing", {"years": missing})


def _orphans(work: UnitOfWork) -> DoctorFinding:
    number = len(reorganisation_queries.list_orphans(work))
    return DoctorFinding(
        Check.ORPHANS, WARNING_LEVEL if number else GOOD_LEVEL, "some" if number else "", {"number": number}
    )


def _files(work: UnitOfWork, settings: DoctorSettings) -> list[DoctorFinding]:
    wanted = list_required_files(work.session)
    try:
        there, old = settings.file_store.sizes(), settings.file_store.older_than(STRAY_AFTER.total_seconds())
    except OSError as away:
        return [
            DoctorFinding(Check.FILES_MISSING, BAD_LEVEL, "away", {"fault": away.strerror}),
            DoctorFinding(Check.FILES_STRAY, WARNING_LEVEL, "away"),
        ]
    gone = sorted(name for name, size in wanted.items() if name not in there or size not in (None, there[name]))
    known = wanted.keys() | list_import_files(work.session)
    stray = sorted(old - known)
    return [
        DoctorFinding(Check.FILES_MISSING, BAD_LEVEL, "some", {"number": len(gone), "first": gone[0]})
        if gone
        else DoctorFinding(Check.FILES_MISSING, GOOD_LEVEL, "", {"number": len(wanted)}),
        DoctorFinding(Check.FILES_STRAY, WARNING_LEVEL, "some", {"number": len(stray), "first": stray[0]})
        if stray
        else DoctorFinding(Check.FILES_STRAY, GOOD_LEVEL),
    ]


def _backup(work: UnitOfWork, settings: DoctorSettings) -> DoctorFinding:
    beat = heartbeat.get_heartbeat(work.session, heartbeat.BACKUP)
    if settings.backup_dir is None:
        level = BAD_LEVEL if settings.environment == "production" else GOOD_LEVEL
        return DoctorFinding(Check.BACKUP, level, "off")
    if beat is not None and beat.last_error_at is not None and beat.last_error_at >= beat.beat_at:
        return DoctorFinding(Check.BACKUP, BAD_LEVEL, "trouble", {"error": beat.last_error})
    level = age_of_backup(beat.beat_at if beat else None, work.now)
    if beat is None:
        return DoctorFinding(Check.BACKUP, level, "never", {"folder": settings.backup_dir})
    return DoctorFinding(Check.BACKUP, level, "" if level is GOOD_LEVEL else "old", {"at": beat.beat_at})


def _people(work: UnitOfWork) -> DoctorFinding:
    number = count_people_without_address(work.session, work.today)
    return DoctorFinding(
        Check.ADDRESSES, WARNING_LEVEL if number else GOOD_LEVEL, "some" if number else "", {"number": number}
    )


def _administrators(work: UnitOfWork) -> DoctorFinding:
    number = count_administrators(work.session, work.today)
    level = GOOD_LEVEL if number > 1 else WARNING_LEVEL if number else BAD_LEVEL
    return DoctorFinding(Check.ADMINISTRATORS, level, "" if number > 1 else "few", {"number": number})


def _safety(settings: DoctorSettings) -> DoctorFinding:
    """Ask whether strangers on this machine can read the database, and others on the line what is sent."""
    open_to_all = settings.database_file is not None and archives.readable_by_all(settings.database_file)
    if settings.environment == "production" and open_to_all:
        return DoctorFinding(Check.SAFETY, BAD_LEVEL, "readable", {"file": settings.database_file})
    if settings.environment == "production" and not settings.base_url.startswith("https://"):
        return DoctorFinding(Check.SAFETY, BAD_LEVEL, "clear_text", {"address": settings.base_url})
    return DoctorFinding(Check.SAFETY, GOOD_LEVEL)


def _proxy(settings: DoctorSettings) -> DoctorFinding:
    """Ask whether a reverse proxy is declared: slow and very many connections are its work."""
    is_missing = settings.environment == "production" and not settings.proxy_hops
    return DoctorFinding(
        Check.PROXY,
        WARNING_LEVEL if is_missing else GOOD_LEVEL,
        "none" if is_missing else "",
        {"hops": settings.proxy_hops},
    )
