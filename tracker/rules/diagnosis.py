"""What a look at the installation finds: one finding to a question, and how bad it is."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Mapping
from dataclasses import dataclass, field

BACKUP_FRESH = dt.timedelta(hours=26)
"""A nightly backup older than this was missed."""
LEAST_ROOM, LITTLE_ROOM = 200 << 20, 1 << 30
"""Free bytes below which work stops soon, and below which somebody should tidy up."""
OLDEST_POSTGRESQL = 15
CLOCKS_AGREE = dt.timedelta(seconds=60)


class Check(enum.StrEnum):
    """A question the doctor asks."""

    ENGINE = "engine"
    SCHEMA = "schema"
    DIARY = "diary"
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
class Finding:
    """The answer to one question; `details` are the figures of its sentence, `case` which sentence it is."""

    check: Check
    level: Level
    case: str = ""
    details: Mapping[str, object] = field(default_factory=dict)


def room(free: int) -> Level:
    """Judge free bytes on a disk."""
    if free < LEAST_ROOM:
        return Level.BAD
    return Level.WARNING if free < LITTLE_ROOM else Level.GOOD


def age_of_backup(made_at: dt.datetime | None, now: dt.datetime) -> Level:
    """Judge the last backup by its age; none at all is as bad as it gets."""
    if made_at is None:
        return Level.BAD
    return Level.GOOD if now - made_at <= BACKUP_FRESH else Level.BAD


def years(known: Mapping[int, bool], today: dt.date) -> Level:
    """Judge the calendars of this and the next year: the next one is pressing in its last month."""
    if not known[today.year]:
        return Level.BAD
    if known[today.year + 1]:
        return Level.GOOD
    return Level.BAD if today.month == 12 else Level.WARNING
