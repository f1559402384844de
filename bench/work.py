"""What a day's work waits for: acting on 200 tasks at once, the one search, and how heavy the pages of work are.

`python -m bench.work` measures a town of 10,000 tasks, `python -m bench.work 100000` a base of that size. Times are
wall milliseconds of a whole request, the best and the median of some rounds, and the CPU of the best; on a machine
that other work keeps busy the CPU is what compares.
"""

from __future__ import annotations

import gzip
import re
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path

import click
from flask import Flask
from flask.testing import FlaskClient

from bench import filling, lives
from bench.run import seat
from tests.support.browser import filled_in
from tests.support.databases import an_app, create_tables, sqlite_address
from tracker.core.clock import ManualClock, local_instant
from tracker.database.engine import db

ROUNDS = 5
AT_ONCE, TIMES = 200, 3
ASKED = ("rà soát thủ tục", "ra soat thu tuc", "thu tuc lan 4711", "88/UBND", "88 ubnd", "khongcogihet")
"""Many hits with and without marks, one hit, a number typed loosely, and none at all."""

PICK = "SELECT id FROM assignment WHERE state = 'in_progress' ORDER BY id LIMIT :most OFFSET :offset"
GOOD_ANSWERS = (200, 302)


def main() -> None:
    """Fill a base and measure."""
    size = int(sys.argv[1]) if len(sys.argv) > 1 else 10_000
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "bench.db"
        create_tables(sqlite_address(path))
        app = an_app(sqlite_address(path), TESTING=False, DATA_DIR=path.parent)
        app.extensions["clock"] = ManualClock(local_instant(lives.TODAY, 17, 30))
        with app.app_context():
            filling.fill(db.engine, size)
        click.echo(f"\n{size:,} tasks, {lives.UNITS} units, SQLite")
        leader = seat(app, filling.LEADER)
        many_at_once(app, leader)
        for words in ASKED:
            times(f"search «{words}»", partial(leader.get, "/tim", query_string={"tim": words}))
        weights(app, seat(app, lives.BUSY_UNIT))
        with app.app_context():
            db.engine.dispose()


def many_at_once(app: Flask, leader: FlaskClient) -> None:
    """Urge 200 tasks at once, each with its own events in the event log, some rounds of fresh ones."""
    took: list[tuple[float, float]] = []
    for number in range(TIMES):
        with app.app_context():
            given = {"most": AT_ONCE, "offset": number * AT_ONCE}
            chosen = db.session.execute(db.text(PICK), given).scalars().all()
            db.session.remove()
        sent = {**_token(leader), "viec": "don-doc", "chon": list(chosen)}
        asked = leader.post("/nhiem-vu/nhieu-viec", data=sent)
        form = filled_in(asked.text, "/nhiem-vu/nhieu-viec/thuc-hien")
        form |= {"chon": re.findall(r'name="chon"[^>]*value="([^"]+)"', asked.text), "note": "Báo cáo ngay."}
        before = _lines(app)
        began, cpu = time.monotonic(), time.process_time()
        answer = leader.post("/nhiem-vu/nhieu-viec/thuc-hien", data=form)
        took.append((time.monotonic() - began, time.process_time() - cpu))
        assert (answer.status_code, _lines(app) - before) == (200, AT_ONCE), "not all were urged"
    wall, cpu = min(took)
    click.echo(f"  {'urge 200 tasks at once':<40}{wall * 1000:>8.0f} ms  CPU {cpu * 1000:>7.0f} ms")


def _lines(app: Flask) -> int:
    with app.app_context():
        found = db.session.execute(db.text("SELECT count(*) FROM event")).scalar_one()
        db.session.remove()
    return int(found)


def _token(client: FlaskClient) -> dict[str, str]:
    page = client.get("/nhiem-vu?dem=luot-giao").text
    found = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page)
    assert found is not None
    return {"csrf_token": found[1]}


def times(name: str, ask: Callable[[], object]) -> None:
    """Measure a request some times."""
    ask()
    found = []
    for _ in range(ROUNDS):
        began, cpu = time.monotonic(), time.process_time()
        ask()
        found.append((time.monotonic() - began, time.process_time() - cpu))
    wall, cpu = min(found)
    middle = statistics.median(each[0] for each in found)
    click.echo(f"  {name:<40}{wall * 1000:>8.0f} ms  median {middle * 1000:>7.0f} ms  CPU {cpu * 1000:>7.0f} ms")


def weights(app: Flask, ward: FlaskClient) -> None:
    """Weigh the pages of a ward's work as sent, compressed: alone, and with everything a first visit fetches."""
    with app.app_context():
        number = db.session.scalar(
            db.text("SELECT min(id) FROM assignment WHERE state = 'in_progress' AND unit_id = :unit"),
            {"unit": lives.BUSY_UNIT},
        )
        db.session.remove()
    for path in ("/", f"/nhiem-vu/{number}", f"/nhiem-vu/{number}/bao-cao", "/nhiem-vu"):
        page = ward.get(path)
        assert page.status_code in GOOD_ANSWERS, path
        parts = re.findall(r'(?:href|src)="(/[^"]+\.(?:css|js|svg)(?:\?[^"]*)?)"', page.text)
        linked = sum(len(gzip.compress(ward.get(each).data)) for each in dict.fromkeys(parts))
        alone = len(gzip.compress(page.data))
        click.echo(f"  {path:<40}{alone / 1024:>8.1f} KB  first visit {(alone + linked) / 1024:>6.1f} KB")


if __name__ == "__main__":
    main()
