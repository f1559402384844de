"""Workers are killed while people work: what was acknowledged is there, what was sent twice is there once."""

from __future__ import annotations

import os
import random
import signal
import threading
import time
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep.served import Town, a_town, ask, environment, web, workers_of
from tracker.law.hash_chain import find_first_break
from tracker.law.lifecycle import Action
from tracker.operations import verification
from tracker.tasks import event_log
from tracker.tasks.events import TaskEvent

HOST = "127.0.0.1"
WARDS = 4
RACERS = 8
PATIENCE = 60.0


@dataclass(frozen=True, slots=True)
class Verdict:
    """What became of acknowledged changes, of repeated requests and of races."""

    database: str
    kills: int
    acknowledged: int
    lost: int
    doubled: int
    races: int
    won_by_one: int
    is_sound: bool

    @property
    def holds(self) -> bool:
        """Tell whether nothing was lost or doubled, and each race had one winner."""
        fair = self.won_by_one == self.races
        return self.acknowledged > 0 and not self.lost and not self.doubled and fair and self.is_sound

    def __str__(self) -> str:
        """Return the figures in one line."""
        return (
            f"{self.database:<11} kill -9 of web workers {self.kills}: acknowledged {self.acknowledged}, "
            f"lost {self.lost}, doubled {self.doubled}; races {self.races} x {RACERS} clients, "
            f"one winner in {self.won_by_one}; diary and figures {'sound' if self.is_sound else 'BROKEN'}"
        )


def tried(address: URL, data_dir: Path, port: int, kills: int, races: int) -> Verdict:
    """Let four wards work over HTTP while workers are killed; then let clients race for tasks."""
    town = a_town(address, WARDS, 1 + races // WARDS)
    acknowledged: list[str] = []
    stop, dice = threading.Event(), random.Random(1822)
    with web(environment(address, data_dir), port) as master:
        threads = [
            threading.Thread(target=_work, args=(town, number, port, stop, acknowledged)) for number in range(WARDS)
        ]
        for thread in threads:
            thread.start()
        done = 0
        while done < kills:
            seen = len(acknowledged)
            begun = time.monotonic()
            while len(acknowledged) == seen and time.monotonic() - begun < PATIENCE:
                time.sleep(0.01)
            time.sleep(dice.random() * 0.2)
            if victims := workers_of(master):
                os.kill(dice.choice(victims), signal.SIGKILL)
                done += 1
        stop.set()
        for thread in threads:
            thread.join()
        winners = [_race(town, number, port) for number in range(races)]
    engine = sa.create_engine(address)
    with Session(engine) as session:
        notes = Counter(session.scalars(sa.select(TaskEvent.note).where(TaskEvent.action == Action.REPORT_PROGRESS)))
        sound = (
            find_first_break(event_log.walk_event_chain(session)) is None
            and not verification.verify_records(session).differing
        )
    engine.dispose()
    return Verdict(
        database=address.get_backend_name(),
        kills=done,
        acknowledged=len(acknowledged),
        lost=sum(note not in notes for note in acknowledged),
        doubled=sum(number - 1 for number in notes.values()),
        races=races,
        won_by_one=sum(number == 1 for number in winners),
        is_sound=sound,
    )


def _work(town: Town, ward: int, port: int, stop: threading.Event, acknowledged: list[str]) -> None:
    """Report progress again and again; a request whose line broke is sent again as it was."""
    token, task = town.tokens[ward], town.tasks[ward][0]
    _insist(port, f"/api/v1/tasks/{task}/accept", token, None, f"accept-{ward}", stop)
    number = 0
    while not stop.is_set():
        number += 1
        note = f"ward {ward} note {number}"
        body = {"note": note, "percent": number % 100}
        if _insist(port, f"/api/v1/tasks/{task}/progress", token, body, note, stop):
            acknowledged.append(note)


def _insist(port: int, path: str, token: str, body: object, key: str, stop: threading.Event) -> bool:
    """Send a request until it is answered; its key makes it one request however often it is sent."""
    seen = path.rsplit("/", 1)[0]
    while not stop.is_set():
        tag = ask(HOST, port, "GET", seen, token).headers.get("ETag", "")
        if not tag:
            time.sleep(0.05)
            continue
        for _ in range(20):
            answer = ask(HOST, port, "POST", path, token, body, If_Match=tag, Idempotency_Key=key)
            if answer.status == 200:
                return True
            if answer.status not in (0, 503):
                break  # stale: somebody, or this very request before its line broke; look again
            time.sleep(0.05)
    return False


def _race(town: Town, number: int, port: int) -> int:
    """Let clients accept one task at the same moment; return how many were told that they did."""
    token, task = town.tokens[number % WARDS], town.tasks[number % WARDS][1 + number // WARDS]
    tag = ask(HOST, port, "GET", f"/api/v1/tasks/{task}", token).headers["ETag"]
    barrier, won = threading.Barrier(RACERS), []

    def run() -> None:
        barrier.wait()
        answer = ask(HOST, port, "POST", f"/api/v1/tasks/{task}/accept", token, If_Match=tag)
        won.append(answer.status == 200)

    threads = [threading.Thread(target=run) for _ in range(RACERS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(won)
