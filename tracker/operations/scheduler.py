"""The scheduler process: one round a minute, as long as the lock is ours and nobody says stop.

The clock of the scheduler process: one tick a minute, and nothing that could be missed.

APScheduler only says when. What is due is computed from state by the tick itself, so a tick too many is
harmless and a tick too late catches up.

What is done without anybody asking: the backup of the night, one every some minutes, and dropping the oldest.

The anchor of the event log leaves the installation every day, in letters to those who would notice a forgery.
"""

from __future__ import annotations

import datetime as dt
import logging
import secrets
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path
from types import FrameType

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger
from flask import Flask
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from tracker.core.clock import VIETNAM, Clock, SystemClock, civil_day
from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Refusal
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import mailed
from tracker.integrations import dispatch
from tracker.integrations.dispatch import DispatchSettings
from tracker.integrations.webhook import AddressPolicy
from tracker.law.hash_chain import ChainAnchor
from tracker.law.permissions import Role
from tracker.mail.outbox import ANCHOR, Letter, LetterState
from tracker.office import calendar as office_calendar, people as office_people
from tracker.office.models import Person
from tracker.office.people import SCHEDULER_ACTOR
from tracker.operations import archives, backups
from tracker.operations.backups import Backup, BackupContext
from tracker.operations.labels import anchor_letter, backup_words
from tracker.operations.lock import ExclusiveLock
from tracker.reminders import answers as reminder_answers, delivery, heartbeat
from tracker.reminders.answers import AnswerMailbox
from tracker.reminders.letter_text import LetterSender
from tracker.reminders.rules import may_send_at
from tracker.tasks import event_log
from tracker.tasks.actions import occurrence

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


log = logging.getLogger(__name__)


def run_rounds(
    app: Flask,
    lock: ExclusiveLock,
    stop: threading.Event,
    post: LetterSender | None,
    mailbox: AnswerMailbox | None = None,
) -> None:
    """Make rounds until `stop` is set; the first one at once, so that what was missed is caught up."""
    clock: Clock = app.extensions["clock"]
    dispatch_settings = _dispatch_settings(app)

    def may_go_on() -> bool:
        return not stop.is_set() and lock.is_held()

    def tick() -> None:
        if stop.is_set() or not (lock.is_held() or lock.try_acquire()):
            log.warning("the lock is not ours: no round")
            return
        with app.app_context():
            occurrence.continue_if_due(db.session(), clock)
            mailed.queue_due(db.session(), clock, app.config["BASE_URL"])
            done = delivery.run_reminder_round(db.session(), clock, post, holder=lock.holder(), may_go_on=may_go_on)
            told = dispatch.send_dispatches(db.session(), clock, dispatch_settings, may_go_on)
            _look_after(app, clock, may_go_on)
            heard = (
                reminder_answers.fetch_answers(db.session(), clock, mailbox, may_go_on)
                if mailbox and may_go_on()
                else 0
            )
        log.info(
            "round queued=%d sent=%d retry=%d dead=%d obsolete=%d told=%d heard=%d",
            len(done.queued.lines),
            done.delivered.sent,
            done.delivered.retry,
            done.delivered.dead,
            done.delivered.obsolete,
            told,
            heard,
        )

    def failed(error: BaseException) -> None:
        with app.app_context():
            delivery.record_round_failure(db.session(), clock, error)

    run_timetable(tick, stop=stop, on_failure=failed)


def _look_after(app: Flask, clock: Clock, may_go_on: Callable[[], bool]) -> None:
    """Send the anchor of the event log out of this installation and make the nightly backup, where one is wanted."""
    folder: Path | None = app.config.get("BACKUP_DIR")
    if folder is None or not may_go_on():
        return
    try:
        with unit_of_work(db.session(), SCHEDULER_ACTOR, clock) as work:
            queue_daily(work, anchor_letter)
    except Refusal:
        log.warning("no calendar: no anchor is sent")
    context = BackupContext(
        engine=db.engine,
        data_dir=app.config["DATA_DIR"],
        migrations=Path(app.extensions["migrate"].directory),
        environment=app.config["ENVIRONMENT"],
        version=app.config["VERSION"],
        file_store=app.extensions["file_store"],
    )
    if every := app.config.get("BACKUP_MINUTES"):
        often = dt.timedelta(minutes=every)
        create_frequent_backup(db.session(), clock, context, folder, often)
    made = create_nightly_backup(db.session(), clock, context, folder, app.config["BACKUPS_KEPT"])
    if made is not None:
        log.info("backup rows=%d files=%d lines=%d", made.rows, made.files, made.lines)


def _dispatch_settings(app: Flask) -> DispatchSettings:
    """Return what the settings say of channels."""
    config = app.config
    policy = AddressPolicy.parse(config["WEBHOOK_HOSTS"])
    return DispatchSettings(config["BASE_URL"], config["SECRET_KEY"], policy, config["GATEWAYS"])


TICK_SECONDS = 60
WATCH_SECONDS = 5.0
JUMP = dt.timedelta(seconds=60)
"""A step of the machine's clock larger than this is logged and answered with a tick."""
_TICK = "tick"


class ClockWatch:
    """Notices when the machine's clock is moved, by comparing it with one that cannot be."""

    def __init__(self, clock: Clock, monotonic: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._monotonic = monotonic
        self._seen_at, self._seen_on_the_other = clock.now(), monotonic()

    def jump(self) -> dt.timedelta:
        """Return by how much the clock was moved since the last look; zero for small corrections."""
        now, other = self._clock.now(), self._monotonic()
        moved = (now - self._seen_at) - dt.timedelta(seconds=other - self._seen_on_the_other)
        self._seen_at, self._seen_on_the_other = now, other
        return moved if abs(moved) > JUMP else dt.timedelta(0)


def run_timetable(
    tick: Callable[[], object],
    *,
    stop: threading.Event,
    every_seconds: int = TICK_SECONDS,
    watch_seconds: float = WATCH_SECONDS,
    on_failure: Callable[[BaseException], None] = lambda error: None,
    watch: ClockWatch | None = None,
) -> None:
    """Call `tick` at once and then every minute until `stop` is set; return when the last tick has ended.

    Ticks never overlap. A failing tick is handed to `on_failure` and the next one comes all the same. A tick
    that may last should look at `stop` between two letters.
    """

    def failed(event: JobExecutionEvent) -> None:
        if event.exception is not None:
            on_failure(event.exception)

    scheduler = BackgroundScheduler(
        timezone=VIETNAM, job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None}
    )
    scheduler.add_listener(failed, EVENT_JOB_ERROR)
    every = IntervalTrigger(seconds=every_seconds, timezone=VIETNAM)
    scheduler.add_job(tick, every, id=_TICK, next_run_time=SystemClock().now())
    watch = watch or ClockWatch(SystemClock())
    scheduler.start()
    try:
        while not stop.wait(watch_seconds):
            moved = watch.jump()
            if moved:  # set back, the next tick would be that far away
                log.warning("the clock was moved by %+.0f s", moved.total_seconds())
                scheduler.modify_job(_TICK, next_run_time=SystemClock().now())
    finally:
        scheduler.shutdown(wait=True)


def stop_on_signals(stop: threading.Event) -> None:
    """Set `stop` when the process is told to end: by a service manager, by Ctrl-C, by `make`."""

    def told(signum: int, frame: FrameType | None) -> None:
        stop.set()

    signal.signal(signal.SIGTERM, told)
    signal.signal(signal.SIGINT, told)
