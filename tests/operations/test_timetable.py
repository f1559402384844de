"""The clock of the scheduler: at once, again and again, and never silent."""

from __future__ import annotations

import datetime as dt
import os
import signal
import subprocess
import sys
import threading
import time
from pathlib import Path

from tests.support.waiting import eventually
from tracker.core.clock import ManualClock
from tracker.operations.scheduler import ClockWatch, run_timetable

ROOT = Path(__file__).resolve().parents[2]


def test_the_first_tick_comes_at_once_and_a_failing_one_does_not_end_the_next() -> None:
    stop = threading.Event()
    ticks: list[float] = []
    failures: list[BaseException] = []

    def tick() -> None:
        ticks.append(time.monotonic())
        if len(ticks) == 3:
            stop.set()
        raise OSError("the mail server is away")

    start = time.monotonic()
    run_timetable(tick, stop=stop, every_seconds=1, watch_seconds=0.05, on_failure=failures.append)

    assert ticks[0] - start < 1
    assert len(ticks) == 3
    assert [str(failure) for failure in failures] == ["the mail server is away"] * 3


def test_ticks_never_overlap_and_the_last_one_is_let_finish() -> None:
    stop = threading.Event()
    inside: list[int] = []
    finished: list[int] = []

    def tick() -> None:
        inside.append(1)
        assert len(inside) - len(finished) == 1
        time.sleep(1.3)
        stop.set()
        finished.append(1)

    run_timetable(tick, stop=stop, every_seconds=1, watch_seconds=0.05)

    assert len(finished) == len(inside) >= 1


def test_a_clock_set_back_by_an_hour_does_not_silence_the_scheduler() -> None:
    hands = ManualClock(dt.datetime(2021, 11, 10, 1, tzinfo=dt.UTC))
    stop = threading.Event()
    ticks: list[int] = []
    watch = ClockWatch(hands, monotonic=lambda: 0.0)
    done = threading.Thread(
        target=run_timetable,
        args=[lambda: ticks.append(1)],
        kwargs={"stop": stop, "every_seconds": 3600, "watch_seconds": 0.05, "watch": watch},
    )
    done.start()
    assert eventually(lambda: len(ticks) == 1)

    hands.move_to(hands.instant - dt.timedelta(hours=1))

    assert eventually(lambda: len(ticks) == 2)
    stop.set()
    done.join()


def test_small_corrections_of_the_clock_are_not_jumps() -> None:
    hands = ManualClock(dt.datetime(2021, 11, 10, 1, tzinfo=dt.UTC))
    monotonic = iter([0.0, 10.0, 20.0, 30.0])
    watch = ClockWatch(hands, monotonic=lambda: next(monotonic))

    hands.move_to(hands.instant + dt.timedelta(seconds=12))
    assert watch.jump() == dt.timedelta(0)
    hands.move_to(hands.instant + dt.timedelta(days=1, seconds=10))
    assert watch.jump() == dt.timedelta(days=1)
    hands.move_to(hands.instant + dt.timedelta(seconds=10))
    assert watch.jump() == dt.timedelta(0)


RUNS = """
import threading
from tracker.operations.scheduler import run_timetable, stop_on_signals
stop = threading.Event()
stop_on_signals(stop)
run_timetable(lambda: print("tick", flush=True), stop=stop)
print("closed", flush=True)
"""


def test_told_to_end_the_process_closes_in_good_order() -> None:
    process = subprocess.Popen(
        [sys.executable, "-c", RUNS],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert process.stdout is not None
    assert process.stdout.readline() == "tick\n"

    process.send_signal(signal.SIGTERM)
    rest, _ = process.communicate(timeout=15)

    assert rest == "closed\n"
    assert process.returncode == 0
