"""The scheduler process: one round a minute, as long as the lock is ours and nobody says stop.

The clock of the scheduler process: one tick a minute, and nothing that could be missed.

APScheduler only says when. What is due is computed from state by the tick itself, so a tick too many is
harmless and a tick too late catches up.
"""

from __future__ import annotations

import datetime as dt
import logging
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

from tracker.core.clock import VIETNAM, Clock, SystemClock
from tracker.core.refusals import Refusal
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.figures import mailed
from tracker.integrations import dispatch
from tracker.integrations.dispatch import DispatchSettings
from tracker.integrations.webhook import AddressPolicy
from tracker.office.people import SCHEDULER_ACTOR
from tracker.operations import nightly
from tracker.operations.backups import BackupContext
from tracker.operations.labels import anchor_letter
from tracker.operations.lock import ExclusiveLock
from tracker.reminders import answers as reminder_answers, delivery
from tracker.reminders.answers import AnswerMailbox
from tracker.reminders.letter_text import LetterSender
from tracker.tasks.actions import occurrence

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
            nightly.queue_daily(work, anchor_letter)
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
        nightly.create_frequent_backup(db.session(), clock, context, folder, often)
    made = nightly.create_nightly_backup(db.session(), clock, context, folder, app.config["BACKUPS_KEPT"])
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
