"""`make bench`: CPU of our pages as multiples of the floor, both measured in the same rounds of one run.

Times are user and system CPU of this process, a median of interleaved rounds; compare the ratios, not the
milliseconds. `N=100000 make bench` measures one size of your own.
"""

from __future__ import annotations

import gzip
import itertools
import os
import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import click
from flask import Flask
from flask.testing import FlaskClient

from bench import filling, lives
from bench.floor import floor_app
from tests.support.browser import Desk, filled_in, statements
from tests.support.databases import an_app, create_tables, sqlite_address
from tracker.core.clock import ManualClock, local_instant
from tracker.database.engine import db
from tracker.law.permissions import Actor

ROUNDS, READS, WRITES = 7, 20, 5
"""Rounds, and requests in a round; a report can be sent only once, so there are few."""

PAST = "2021-08-20"
Request = Callable[[], Any]


@dataclass(frozen=True, slots=True)
class Job:
    """One thing people do, here and on the floor, with the goals of both (times the floor; statements)."""

    name: str
    ours: Request
    floor: Request
    repeat: int
    must: float
    hoped: float
    statements: int | None = None


def main() -> None:
    """Measure each size and print the table."""
    sizes = [int(os.environ["N"])] if os.environ.get("N") else [1_000, 10_000]
    for size in sizes:
        with tempfile.TemporaryDirectory() as folder:
            measure(size, Path(folder) / "bench.db")


def measure(size: int, path: Path) -> None:
    """Fill a database with `size` tasks and print how our pages compare with the floor."""
    create_tables(sqlite_address(path))
    app = an_app(sqlite_address(path), TESTING=False, DATA_DIR=path.parent)
    app.extensions["clock"] = ManualClock(local_instant(lives.TODAY, 17, 30))
    with app.app_context():
        filling.fill(db.engine, size)
    floor = floor_app(path)
    click.echo(f"\n{size} tasks, {lives.UNITS} units: CPU ms a request, median of {ROUNDS} rounds")
    click.echo(f"  {'':<34}{'floor':>7}{'ours':>8}{'ratio':>7}  {'goal':<12}{'SQL':>4}{'goal':>5}{'KB':>7}{'gzip':>6}")
    for job in jobs(app, floor):
        click.echo(line(app, job))
    with app.app_context():
        db.engine.dispose()


def jobs(app: Flask, floor: Flask) -> list[Job]:
    """Return what is measured: the four things that people do most."""
    ward, leader, below = seat(app, lives.BUSY_UNIT), seat(app, filling.LEADER), seat_on_floor(floor)
    overdue = f"/nhiem-vu?don-vi={lives.BUSY_UNIT}&ket-qua=open_overdue"
    with app.app_context():
        mine = db.session.execute(db.text(OPEN_TASKS), {"unit": lives.BUSY_UNIT}).scalars().all()
        done = db.session.execute(db.text("SELECT min(id) FROM assignment WHERE state = 'done'")).scalar_one()
        db.session.remove()
    wanted = itertools.cycle(mine)
    day = lives.TODAY.isoformat()
    return [
        Job(
            "1 overdue list of a unit",
            lambda: ward.get(overdue),
            lambda: below.get(f"/list/{lives.BUSY_UNIT}/{day}"),
            READS, 3, 2, 5,
        ),
        Job(
            "2 page of a task with its diary",
            lambda: leader.get(f"/nhiem-vu/{done}"),
            lambda: below.get(f"/task/{done}"),
            READS, 3, 2, 7,
        ),
        Job(
            "3 report complete (write)",
            reports(ward, mine),
            lambda: below.post(f"/task/{next(wanted)}", data={"token": "token", "note": "Đã xong"}),
            WRITES, 2.5, 1.7,
        ),
        Job(
            f"5 figures by unit as of {PAST}",
            lambda: leader.get(f"/so-lieu?tinh-den={PAST}"),
            lambda: below.get(f"/statistics/{PAST}"),
            READS, 3, 2, 3,
        ),
        Job(
            "  the list asked again, nothing new",
            asked_again(ward, overdue),
            lambda: below.get(f"/list/{lives.BUSY_UNIT}/{day}"),
            READS, 3, 2,
        ),
        Job(
            "  the figures asked again",
            asked_again(leader, f"/so-lieu?tinh-den={PAST}"),
            lambda: below.get(f"/statistics/{PAST}"),
            READS, 3, 2,
        ),
    ]  # fmt: skip


OPEN_TASKS = "SELECT id FROM assignment WHERE unit_id = :unit AND state = 'in_progress' ORDER BY due_on, id"


def seat(app: Flask, person: int) -> FlaskClient:
    """Return the browser of a person who is signed in."""
    with app.app_context():
        client = Desk(app, db.session()).seat(Actor(person, "")).client
        db.session.remove()
    return client


def seat_on_floor(floor: Flask) -> FlaskClient:
    """Return a browser signed in on the floor."""
    client = floor.test_client()
    with client.session_transaction() as cookie:
        cookie.update(person=filling.LEADER, token="token")
    return client


def asked_again(client: FlaskClient, address: str) -> Request:
    """Return what asks for a page with the tag that a browser holds after it asked twice, its messages read."""
    held: list[str] = []

    def ask() -> Any:
        while len(held) < 2:
            tags = {"If-None-Match": held[-1]} if held else {}
            tag = client.get(address, headers=tags).headers.get("ETag")
            held.extend([tag] if tag else [])
        return client.get(address, headers={"If-None-Match": held[-1]})

    return ask


def reports(ward: FlaskClient, numbers: Sequence[int]) -> Request:
    """Return what sends the report of the next open task; its form was opened before."""
    needed = 2 + ROUNDS * WRITES
    assert len(numbers) >= needed, "too few open tasks to report"
    addresses = [f"/nhiem-vu/{number}/bao-cao" for number in numbers[:needed]]
    forms = iter([(each, filled_in(ward.get(each).text, each)) for each in addresses])

    def send() -> Any:
        address, form = next(forms)
        answer = ward.post(address, data=form | {"note": "Đã hoàn thành, có báo cáo."})
        assert answer.status_code == 302, f"{address}: {answer.status_code}"
        return answer

    return send


def line(app: Flask, job: Job) -> str:
    """Measure a job and say it in one line."""
    with statements(app) as said:
        answer = job.ours()
    assert answer.status_code < 400, f"{job.name}: {answer.status_code}"
    body = answer.data
    job.floor()
    pairs = [(cpu(job.floor, job.repeat), cpu(job.ours, job.repeat)) for _ in range(ROUNDS)]
    floor = statistics.median(pair[0] for pair in pairs)
    ours = statistics.median(pair[1] for pair in pairs)
    return (
        f"  {job.name:<34}{floor:>7.2f}{ours:>8.2f}{ours / floor:>7.1f}  {f'<= {job.must} ({job.hoped})':<12}"
        f"{len(said):>4}{job.statements or '':>5}{len(body) / 1000:>7.1f}{len(gzip.compress(body, 1)) / 1000:>6.1f}"
    )


def cpu(request: Request, times: int) -> float:
    """Return the CPU milliseconds of one request, averaged over some."""
    began = time.process_time()
    for _ in range(times):
        request()
    return (time.process_time() - began) * 1000 / times


if __name__ == "__main__":
    main()
