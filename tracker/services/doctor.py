"""Looking the installation over: every question is asked, whatever the others found."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from tracker.clock import VIETNAM
from tracker.rules.diagnosis import (
    CLOCKS_AGREE,
    OLDEST_POSTGRESQL,
    Check,
    Finding,
    Level,
    age_of_backup,
    room,
    years,
)
from tracker.rules.outbox import LetterState
from tracker.rules.permissions import Permission, require
from tracker.services import orphans, verifying
from tracker.services.heartbeats import is_alive
from tracker.store import archives, calendar, heartbeats, inspection, machine
from tracker.store.shelves import Shelf
from tracker.transaction import Work

GOOD, WARNING, BAD = Level.GOOD, Level.WARNING, Level.BAD
SEVEN_HOURS = dt.timedelta(hours=7)
WAITED_LONG = dt.timedelta(hours=24)
STRAY_AFTER = dt.timedelta(hours=24)
"""A file that no row speaks of may be on its way in; after a day it is not."""


@dataclass(frozen=True, slots=True)
class Surroundings:
    """What the settings say; `mail` tells the fault of the way letters leave, None when there is none."""

    data_dir: Path
    migrations: Path
    backup_dir: Path | None
    environment: str
    base_url: str
    database_file: Path | None
    mail: Callable[[], str | None]
    shelf: Shelf
    proxy_hops: int = 0


def examine(work: Work, house: Surroundings) -> list[Finding]:
    """Return one finding to each question, in a fixed order; none of them changes anything."""
    require(work.actor, Permission.SYSTEM_READ)
    schema = _schema(work, house)
    found = [
        _engine(work, house),
        schema,
        _room(house),
        _zone(work),
        _clock(work),
        _mail(house),
        _safety(house),
        _proxy(house),
    ]
    if schema.level is GOOD:
        asked = (_diary, _references, _scheduler, _letters, _calendar, _orphans, _people, _administrators)
        found += [question(work) for question in asked]
        found += [*_files(work, house), _backup(work, house)]
    order = list(Check)
    return sorted(found, key=lambda finding: order.index(finding.check))


def _engine(work: Work, house: Surroundings) -> Finding:
    facts = machine.database_facts(work.session)
    details = {"kind": facts.kind, "version": facts.version, "journal": facts.journal_mode}
    if facts.kind == "PostgreSQL" and int(facts.version.split(".")[0]) < OLDEST_POSTGRESQL:
        return Finding(Check.ENGINE, BAD, "too_old", details)
    drive = None if house.database_file is None else machine.network_drive(house.database_file)
    if drive is not None:
        return Finding(Check.ENGINE, BAD, "network_drive", {"drive": drive})
    if not inspection.sync_of_writes(work.session):
        return Finding(Check.ENGINE, BAD, "not_on_disk", details)
    return Finding(Check.ENGINE, GOOD, "", details)


def _schema(work: Work, house: Surroundings) -> Finding:
    here, newest = machine.schema_revision(work.session), machine.newest_revision(house.migrations)
    details = {"here": here or "–", "newest": newest or "–"}
    return Finding(Check.SCHEMA, GOOD if here == newest else BAD, "" if here == newest else "behind", details)


def _diary(work: Work) -> Finding:
    found = verifying.diary(work.session)
    if found.broken is not None:
        return Finding(Check.DIARY, BAD, "broken", {"line": found.broken})
    return Finding(Check.DIARY, GOOD, "", {"lines": found.lines, "head": found.head[:16]})


def _references(work: Work) -> Finding:
    astray = inspection.references_astray(work.session)
    if astray or not inspection.is_sound(work.session):
        return Finding(Check.REFERENCES, BAD, "astray", {"tables": ", ".join(astray) or "–"})
    return Finding(Check.REFERENCES, GOOD)


def _scheduler(work: Work) -> Finding:
    beat = heartbeats.heartbeat(work.session)
    if beat is None:
        return Finding(Check.SCHEDULER, BAD, "never")
    details = {"at": beat.beat_at, "error": beat.last_error}
    if not is_alive(beat, work.now):
        return Finding(Check.SCHEDULER, BAD, "silent", details)
    if beat.last_error_at is not None and beat.last_error_at >= beat.beat_at:
        return Finding(Check.SCHEDULER, WARNING, "trouble", details)
    return Finding(Check.SCHEDULER, GOOD, "", details)


def _letters(work: Work) -> Finding:
    dead = heartbeats.letter_counts(work.session).get(LetterState.DEAD, 0)
    oldest = heartbeats.oldest_unsent(work.session)
    if oldest is not None and work.now - oldest > WAITED_LONG:
        return Finding(Check.LETTERS, WARNING, "waiting", {"since": oldest})
    return Finding(Check.LETTERS, WARNING if dead else GOOD, "dead" if dead else "", {"number": dead})


def _mail(house: Surroundings) -> Finding:
    fault = house.mail()
    return Finding(
        Check.MAIL, GOOD if fault is None else BAD, "" if fault is None else "away", {"fault": fault}
    )


def _room(house: Surroundings) -> Finding:
    places = [house.data_dir, *([house.backup_dir] if house.backup_dir else [])]
    if house.database_file is not None:
        places.append(house.database_file.parent)
    free = min(archives.free_bytes(place) for place in places)
    return Finding(Check.DISK, room(free), "" if room(free) is GOOD else "little", {"megabytes": free >> 20})


def _zone(work: Work) -> Finding:
    offset = work.now.astimezone(VIETNAM).utcoffset()
    return Finding(
        Check.ZONE, GOOD if offset == SEVEN_HOURS else BAD, "" if offset == SEVEN_HOURS else "wrong"
    )


def _clock(work: Work) -> Finding:
    """Compare the clock with the database server's, and with the last sign of life, which lies in the past."""
    others = [inspection.database_clock(work.session)]
    apart = [abs(work.now - other) for other in others if other is not None]
    beat = heartbeats.heartbeat(work.session) if machine.schema_revision(work.session) else None
    if beat is not None and beat.beat_at > work.now:
        apart.append(beat.beat_at - work.now)
    most = max(apart, default=dt.timedelta(0))
    return Finding(
        Check.CLOCK,
        GOOD if most <= CLOCKS_AGREE else BAD,
        "" if most <= CLOCKS_AGREE else "apart",
        {"seconds": int(most.total_seconds())},
    )


def _calendar(work: Work) -> Finding:
    covered = calendar.working_calendar(work.session).years
    known = {year: year in covered for year in (work.today.year, work.today.year + 1)}
    missing = ", ".join(str(year) for year, there in known.items() if not there)
    level = years(known, work.today)
    return Finding(Check.CALENDAR, level, "" if level is GOOD else "missing", {"years": missing})


def _orphans(work: Work) -> Finding:
    number = len(orphans.found(work))
    return Finding(Check.ORPHANS, WARNING if number else GOOD, "some" if number else "", {"number": number})


def _files(work: Work, house: Surroundings) -> list[Finding]:
    wanted = inspection.files_for_good(work.session)
    try:
        there, old = house.shelf.sizes(), house.shelf.older_than(STRAY_AFTER.total_seconds())
    except OSError as away:
        return [
            Finding(Check.FILES_MISSING, BAD, "away", {"fault": away.strerror}),
            Finding(Check.FILES_STRAY, WARNING, "away"),
        ]
    gone = sorted(
        name for name, size in wanted.items() if name not in there or size not in (None, there[name])
    )
    known = wanted.keys() | inspection.files_of_imports(work.session)
    stray = sorted(old - known)
    return [
        Finding(Check.FILES_MISSING, BAD, "some", {"number": len(gone), "first": gone[0]})
        if gone
        else Finding(Check.FILES_MISSING, GOOD, "", {"number": len(wanted)}),
        Finding(Check.FILES_STRAY, WARNING, "some", {"number": len(stray), "first": stray[0]})
        if stray
        else Finding(Check.FILES_STRAY, GOOD),
    ]


def _backup(work: Work, house: Surroundings) -> Finding:
    beat = heartbeats.heartbeat(work.session, heartbeats.BACKUP)
    if house.backup_dir is None:
        level = BAD if house.environment == "production" else GOOD
        return Finding(Check.BACKUP, level, "off")
    if beat is not None and beat.last_error_at is not None and beat.last_error_at >= beat.beat_at:
        return Finding(Check.BACKUP, BAD, "trouble", {"error": beat.last_error})
    level = age_of_backup(beat.beat_at if beat else None, work.now)
    if beat is None:
        return Finding(Check.BACKUP, level, "never", {"folder": house.backup_dir})
    return Finding(Check.BACKUP, level, "" if level is GOOD else "old", {"at": beat.beat_at})


def _people(work: Work) -> Finding:
    number = inspection.people_without_address(work.session, work.today)
    return Finding(Check.ADDRESSES, WARNING if number else GOOD, "some" if number else "", {"number": number})


def _administrators(work: Work) -> Finding:
    number = inspection.administrators(work.session, work.today)
    level = GOOD if number > 1 else WARNING if number else BAD
    return Finding(Check.ADMINISTRATORS, level, "" if number > 1 else "few", {"number": number})


def _safety(house: Surroundings) -> Finding:
    """Ask whether strangers on this machine can read the database, and others on the line what is sent."""
    open_to_all = house.database_file is not None and archives.readable_by_all(house.database_file)
    if house.environment == "production" and open_to_all:
        return Finding(Check.SAFETY, BAD, "readable", {"file": house.database_file})
    if house.environment == "production" and not house.base_url.startswith("https://"):
        return Finding(Check.SAFETY, BAD, "clear_text", {"address": house.base_url})
    return Finding(Check.SAFETY, GOOD)


def _proxy(house: Surroundings) -> Finding:
    """Ask whether a reverse proxy is declared: slow and very many connections are its work."""
    is_missing = house.environment == "production" and not house.proxy_hops
    return Finding(
        Check.PROXY, WARNING if is_missing else GOOD, "none" if is_missing else "", {"hops": house.proxy_hops}
    )
