"""The scheduler process: one round a minute, as long as the lock is ours and nobody says stop."""

from __future__ import annotations

import logging
import threading

from flask import Flask

from tracker.channels.policy import AddressPolicy
from tracker.clock import Clock
from tracker.extensions import db
from tracker.jobs.lock import ExclusiveLock
from tracker.jobs.timetable import run_timetable
from tracker.services import dispatching, fetching, figure_letters, reminders
from tracker.services.dispatching import Courier
from tracker.services.fetching import Letterbox
from tracker.services.reminders import Post

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


def _courier(app: Flask) -> Courier:
    """Return what the settings say of channels."""
    config = app.config
    policy = AddressPolicy.parse(config["WEBHOOK_HOSTS"])
    return Courier(config["BASE_URL"], config["SECRET_KEY"], policy, config["GATEWAYS"])
