"""What is done without anybody asking: the backup of the night, one every some minutes, and dropping the oldest.

The anchor of the event log leaves the installation every day, in letters to those who would notice a forgery.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Callable
from pathlib import Path

from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tracker.core.clock import VIETNAM, Clock, civil_day
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.hash_chain import ChainAnchor
from tracker.law.permissions import Role
from tracker.mail.outbox import ANCHOR, Letter, LetterState
from tracker.office import calendar as office_calendar, people as office_people
from tracker.office.models import Person
from tracker.office.people import SCHEDULER_ACTOR
from tracker.operations import archives, backups
from tracker.operations.backups import Backup, BackupContext
from tracker.operations.labels import backup_words
from tracker.reminders import heartbeat
from tracker.reminders.rules import may_send_at
from tracker.tasks import event_log

FROM_HOUR = 1
"""The backup of a civil day is made from this hour on; a machine switched on later makes it then."""
RECENT, RECENT_KEPT = "gan-day", 8
"""Below the folder of backups: those made every some minutes, and how many of them stay."""
AGAIN_AFTER = dt.timedelta(hours=1)
"""After a failure the next try waits so long."""


def create_nightly_backup(
    session: Session, clock: Clock, context: BackupContext, folder: Path, keep: int
) -> Backup | None:
    """Make today's backup if there is none, and keep the newest `keep`; what goes wrong is noted and told."""
    now = clock.now()
    target = folder / f"{civil_day(now):%Y-%m-%d}"
    if now.astimezone(VIETNAM).hour < FROM_HOUR or archives.is_backup(target):
        return None
    beat = heartbeat.get_heartbeat(session, heartbeat.BACKUP)
    tried_at = beat.last_error_at if beat is not None else None
    session.rollback()
    if tried_at is not None and dt.timedelta(0) <= now - tried_at < AGAIN_AFTER:
        return None
    return _made(session, clock, context, target, archives.find_newest_backup(folder), heartbeat.BACKUP, keep)


def create_frequent_backup(
    session: Session, clock: Clock, context: BackupContext, folder: Path, every: dt.timedelta
) -> Backup | None:
    """Make a backup like that of the night once the last one of these, or the last try, is so old."""
    now, recent = clock.now(), folder / RECENT
    beat = heartbeat.get_heartbeat(session, heartbeat.OFTEN)
    moments = (beat.beat_at, beat.last_error_at) if beat is not None else ()
    tried_at = max((at for at in moments if at is not None), default=None)
    session.rollback()
    if tried_at is not None and dt.timedelta(0) <= now - tried_at < every:
        return None
    target = recent / f"{now.astimezone(VIETNAM):%Y-%m-%dT%H%M}"
    former = archives.find_newest_backup(recent) or archives.find_newest_backup(folder)
    return _made(session, clock, context, target, former, heartbeat.OFTEN, RECENT_KEPT)


def _made(
    session: Session, clock: Clock, context: BackupContext, target: Path, former: Path | None, name: str, keep: int
) -> Backup | None:
    """Make a backup, note under `name` how it went, and keep the newest `keep` beside it."""
    try:
        made = backups.create_backup(context, target, clock.now(), former=former)
    except (Refusal, OSError) as fault:
        words = describe_refusal(fault) if isinstance(fault, Refusal) else f"{type(fault).__name__}: {fault.strerror}"
        with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
            heartbeat.record_heartbeat(work, error=words, name=name)
        return None
    with unit_of_work(session, SCHEDULER_ACTOR, clock) as work:
        words = backup_words(made.rows, made.files, made.lines, len(made.missing), made.findings)
        heartbeat.record_heartbeat(work, holder=str(target), result=words, name=name)
    for old in list(archives.list_backups_below(target.parent))[:-keep]:
        archives.remove_backup(old)
    return made


ANCHOR_RECIPIENT_ROLES = (Role.AUDITOR, Role.ADMINISTRATOR)
"""Who gets the anchor: those who inspect, and those who look after the machine; leaders see it on every report."""

AnchorWords = Callable[[str, dt.date, ChainAnchor], tuple[str, str]]
"""Subject and text of the letter to somebody of a name, on a day."""


def get_current_anchor(work: UnitOfWork) -> ChainAnchor:
    """Return the anchor of this moment."""
    lines, head = event_log.get_log_anchor(work.session)
    return ChainAnchor(lines, head)


def queue_daily(work: UnitOfWork, words: AnchorWords) -> int:
    """Put today's anchor into the outbox for every keeper with an address, once a working day; return how many.

    Raises `Refusal` CALENDAR_MISSING when this year's work calendar is not known.
    """
    if not may_send_at(work.now.astimezone(VIETNAM), office_calendar.working_calendar(work.session)):
        return 0
    if work.session.scalar(select(exists().where(Letter.kind == ANCHOR, Letter.slot_on == work.today))):
        return 0
    found: dict[int, Person] = {}
    for role in ANCHOR_RECIPIENT_ROLES:
        for holder in office_people.list_people_with_role(work.session, role, work.today):
            if holder.active and holder.email and holder.wants_mail:
                found[holder.id] = holder
    present = get_current_anchor(work)
    for person_id, person in sorted(found.items()):
        subject, text = words(person.name, work.today, present)
        work.session.add(
            Letter(
                kind=ANCHOR,
                person_id=person_id,
                slot_on=work.today,
                address=person.email or "",
                subject=subject,
                body_text=text,
                message_key=f"{ANCHOR}.{person_id}.{work.today:%Y%m%d}.{secrets.token_hex(4)}",
                state=LetterState.NEW,
                next_attempt_at=work.now,
                created_at=work.now,
            )
        )
    return len(found)
