"""What is done without anybody asking: the backup of the night, one every some minutes, and dropping the oldest."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.clock import VIETNAM, Clock, civil_day
from tracker.rules.refusals import Refusal
from tracker.services import backups, heartbeats
from tracker.services.backups import Backup, Premises
from tracker.services.machine import SCHEDULER
from tracker.store import archives
from tracker.store import heartbeats as store
from tracker.transaction import unit_of_work
from tracker.wording.care import backup_words
from tracker.wording.refusals import explain

FROM_HOUR = 1
"""The backup of a civil day is made from this hour on; a machine switched on later makes it then."""
RECENT, RECENT_KEPT = "gan-day", 8
"""Below the folder of backups: those made every some minutes, and how many of them stay."""
AGAIN_AFTER = dt.timedelta(hours=1)
"""After a failure the next try waits so long."""


def back_up_if_due(session: Session, clock: Clock, house: Premises, folder: Path, keep: int) -> Backup | None:
    """Make today's backup if there is none, and keep the newest `keep`; what goes wrong is noted and told."""
    now = clock.now()
    target = folder / f"{civil_day(now):%Y-%m-%d}"
    if now.astimezone(VIETNAM).hour < FROM_HOUR or archives.is_backup(target):
        return None
    beat = store.heartbeat(session, store.BACKUP)
    tried_at = beat.last_error_at if beat is not None else None
    session.rollback()
    if tried_at is not None and dt.timedelta(0) <= now - tried_at < AGAIN_AFTER:
        return None
    return _made(session, clock, house, target, archives.newest(folder), store.BACKUP, keep)


def back_up_often(
    session: Session, clock: Clock, house: Premises, folder: Path, every: dt.timedelta
) -> Backup | None:
    """Make a backup like that of the night once the last one of these, or the last try, is so old."""
    now, recent = clock.now(), folder / RECENT
    beat = store.heartbeat(session, store.OFTEN)
    moments = (beat.beat_at, beat.last_error_at) if beat is not None else ()
    tried_at = max((at for at in moments if at is not None), default=None)
    session.rollback()
    if tried_at is not None and dt.timedelta(0) <= now - tried_at < every:
        return None
    target = recent / f"{now.astimezone(VIETNAM):%Y-%m-%dT%H%M}"
    former = archives.newest(recent) or archives.newest(folder)
    return _made(session, clock, house, target, former, store.OFTEN, RECENT_KEPT)


def _made(
    session: Session,
    clock: Clock,
    house: Premises,
    target: Path,
    former: Path | None,
    name: str,
    keep: int,
) -> Backup | None:
    """Make a backup, note under `name` how it went, and keep the newest `keep` beside it."""
    try:
        made = backups.back_up(house, target, clock.now(), former=former)
    except (Refusal, OSError) as fault:
        words = explain(fault) if isinstance(fault, Refusal) else f"{type(fault).__name__}: {fault.strerror}"
        with unit_of_work(session, SCHEDULER, clock) as work:
            heartbeats.note(work, error=words, name=name)
        return None
    with unit_of_work(session, SCHEDULER, clock) as work:
        words = backup_words(made.rows, made.files, made.lines, len(made.missing), made.findings)
        heartbeats.note(work, holder=str(target), result=words, name=name)
    for old in list(archives.below(target.parent))[:-keep]:
        archives.drop(old)
    return made
