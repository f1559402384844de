"""What is done once a night without anybody asking: the backup, and dropping the oldest ones."""

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
    try:
        made = backups.back_up(house, target, now, former=archives.newest(folder))
    except (Refusal, OSError) as fault:
        words = explain(fault) if isinstance(fault, Refusal) else f"{type(fault).__name__}: {fault.strerror}"
        with unit_of_work(session, SCHEDULER, clock) as work:
            heartbeats.note(work, error=words, name=store.BACKUP)
        return None
    with unit_of_work(session, SCHEDULER, clock) as work:
        words = backup_words(made.rows, made.files, made.lines, len(made.missing))
        heartbeats.note(work, holder=str(target), result=words, name=store.BACKUP)
    for old in list(archives.below(folder))[:-keep]:
        archives.drop(old)
    return made
