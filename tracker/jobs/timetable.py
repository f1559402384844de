"""The clock of the scheduler process: one tick a minute, and nothing that could be missed.

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
from types import FrameType

from apscheduler.events import EVENT_JOB_ERROR, JobExecutionEvent
from apscheduler.schedulers.background import BackgroundScheduler
from apscheduler.triggers.interval import IntervalTrigger

from tracker.clock import VIETNAM, Clock, SystemClock

TICK_SECONDS = 60
WATCH_SECONDS = 5.0
JUMP = dt.timedelta(seconds=60)
"""A step of the machine's clock larger than this is logged and answered with a tick."""
_TICK = "tick"

log = logging.getLogger(__name__)


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
        timezone=VIETNAM,
        job_defaults={"coalesce": True, "max_instances": 1, "misfire_grace_time": None},
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
