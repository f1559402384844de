"""The scheduler process: one round a minute, as long as the lock is ours and nobody says stop."""

from __future__ import annotations

import datetime as dt
import logging
import threading
from collections.abc import Callable
from pathlib import Path

from flask import Flask

from tracker.channels.policy import AddressPolicy
from tracker.clock import Clock
from tracker.extensions import db
from tracker.jobs.lock import ExclusiveLock
from tracker.jobs.timetable import run_timetable
from tracker.rules.refusals import Refusal
from tracker.services import anchoring, dispatching, fetching, figure_letters, nightly, reminders
from tracker.services.backups import Premises
from tracker.services.dispatching import Courier
from tracker.services.fetching import Letterbox
from tracker.services.machine import SCHEDULER
from tracker.services.reminders import Post
from tracker.transaction import unit_of_work
from tracker.wording.care import anchor_letter

log = logging.getLogger(__name__)


def run(
    app: Flask, lock: ExclusiveLock, stop: threading.Event, post: Post | None, box: Letterbox | None = None
) -> None:
    """Make rounds until `stop` is set; the first one at once, so that what was missed is caught up."""
    clock: Clock = app.extensions["clock"]
    courier = _courier(app)

    def may_go_on() -> bool:
        return not stop.is_set() and lock.is_held()

    def tick() -> None:
        if stop.is_set() or not (lock.is_held() or lock.try_acquire()):
            log.warning("the lock is not ours: no round")
            return
        with app.app_context():
            figure_letters.queue_due(db.session(), clock, app.config["BASE_URL"])
            done = reminders.tick(db.session(), clock, post, holder=lock.holder(), may_go_on=may_go_on)
            told = dispatching.tell(db.session(), clock, courier, may_go_on)
            _look_after(app, clock, may_go_on)
            heard = fetching.fetch(db.session(), clock, box, may_go_on) if box and may_go_on() else 0
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
            reminders.note_failure(db.session(), clock, error)

    run_timetable(tick, stop=stop, on_failure=failed)


def _look_after(app: Flask, clock: Clock, may_go_on: Callable[[], bool]) -> None:
    """Send the anchor of the diary out of the house and make the nightly backup, where one is wanted."""
    folder: Path | None = app.config.get("BACKUP_DIR")
    if folder is None or not may_go_on():
        return
    try:
        with unit_of_work(db.session(), SCHEDULER, clock) as work:
            anchoring.queue_daily(work, anchor_letter)
    except Refusal:
        log.warning("no calendar: no anchor is sent")
    house = Premises(
        engine=db.engine,
        data_dir=app.config["DATA_DIR"],
        migrations=Path(app.extensions["migrate"].directory),
        environment=app.config["ENVIRONMENT"],
        version=app.config["VERSION"],
        shelf=app.extensions["shelf"],
    )
    if every := app.config.get("BACKUP_MINUTES"):
        often = dt.timedelta(minutes=every)
        nightly.back_up_often(db.session(), clock, house, folder, often)
    made = nightly.back_up_if_due(db.session(), clock, house, folder, app.config["BACKUPS_KEPT"])
    if made is not None:
        log.info("backup rows=%d files=%d lines=%d", made.rows, made.files, made.lines)


def _courier(app: Flask) -> Courier:
    """Return what the settings say of channels."""
    config = app.config
    policy = AddressPolicy.parse(config["WEBHOOK_HOSTS"])
    return Courier(config["BASE_URL"], config["SECRET_KEY"], policy, config["GATEWAYS"])
