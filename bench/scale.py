"""How figures, lists and the audit grow: our questions beside the least SQL that answers the same, on the same rows.

`python -m bench.scale town province` measures these shapes on SQLite; `--postgres` measures them on a PostgreSQL of
its own as well; `country` is the million. Times are wall seconds or milliseconds, medians of interleaved rounds.
"""

from __future__ import annotations

import os
import statistics as medians
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import click
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from bench.auditing import audit
from bench.filling import fill_as
from bench.lives import BUSY_UNIT, TODAY, Shape
from tests.support.databases import create_tables, sqlite_address
from tests.support.postgres import database_on, postgres_server
from tracker.core.clock import local_instant
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import UnitOfWork
from tracker.figures import statistics as figure_statistics
from tracker.law.permissions import Scope
from tracker.law.timing import Timing
from tracker.office.people import COMMAND_LINE
from tracker.tasks import lists as task_lists
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection

SHAPES = {"town": Shape(2_000, 30, 1), "province": Shape(100_000, 300, 5), "country": Shape(1_000_000, 3_500, 5)}
ROUNDS = 5
PAST = TODAY.replace(month=8, day=20)

RAW_FIGURES = """SELECT unit_id, count(*),
 sum(CASE WHEN day_state = 'done' AND done_on <= judged_due_on THEN 1 ELSE 0 END),
 sum(CASE WHEN day_state = 'done' AND done_on > judged_due_on THEN 1 ELSE 0 END),
 sum(CASE WHEN day_state = 'open' AND due_on < :day THEN 1 ELSE 0 END)
 FROM status_interval WHERE known_until = '9999-12-31 00:00:00.000000' AND until_on > :day AND from_on <= :day
 GROUP BY unit_id"""
RAW_LIST = """SELECT a.id, t.title, t.code, a.due_on, a.state FROM assignment a JOIN task t ON t.id = a.task_id
 WHERE a.unit_id = :unit AND a.due_on < :day AND a.state IN
 ('assigned', 'accepted', 'in_progress', 'returned', 'submitted', 'declined') ORDER BY a.due_on, a.id LIMIT 50"""


def main() -> None:
    """Measure the shapes named on the command line."""
    names = [name for name in sys.argv[1:] if name in SHAPES] or ["town"]
    for name in names:
        with sqlite_database() as address:
            measure(name, "SQLite", address)
        if "--postgres" in sys.argv:
            with postgres_server("bench") as server, database_on(server, "bench_scale") as address:
                create_tables(address)
                measure(name, "PostgreSQL", address)


@contextmanager
def sqlite_database() -> Iterator[URL]:
    """Yield the address of a new SQLite file with its tables, or of one filled before (`BASE=FILE`)."""
    if given := os.environ.get("BASE"):
        yield sqlite_address(Path(given))
        return
    with tempfile.TemporaryDirectory() as folder:
        address = sqlite_address(Path(folder) / "scale.db")
        create_tables(address)
        yield address


def measure(name: str, kind: str, address: URL) -> None:
    """Fill a database and print what each question costs beside raw SQL."""
    shape, engine = SHAPES[name], sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    filled = 0.0
    if not _is_filled(engine):
        with database_engine.skip_disk_sync(engine):
            filled = seconds(lambda: fill_as(engine, shape))
    with Session(engine) as session:
        click.echo(f"\n{name}, {kind}: {shape.tasks:,} tasks, {shape.units:,} units, filled in {filled:.0f} s")
        work = UnitOfWork(session=session, actor=COMMAND_LINE, now=local_instant(TODAY, 17))
        everything = Selection(as_of=PAST, scope=Scope(everywhere=True), count=Count.ASSIGNMENTS)
        overdue = everything.narrowed(as_of=TODAY, unit_id=BUSY_UNIT, timings=frozenset({Timing.OPEN_OVERDUE}))
        beside(
            "figures by unit as of a past day",
            lambda: figure_statistics.compute_figures(work, everything, Cut.UNIT),
            lambda: session.execute(sa.text(RAW_FIGURES), {"day": PAST.isoformat()}).all(),
        )
        beside(
            "overdue list of a unit, first page",
            lambda: task_lists.list_task_rows(session, overdue, after=None, limit=50),
            lambda: session.execute(sa.text(RAW_LIST), {"unit": BUSY_UNIT, "day": TODAY.isoformat()}).all(),
        )
        click.echo(f"  size of the base: {_size(session) / 2**30:.1f} GiB")
        audit(session)
    engine.dispose()


def _is_filled(engine: sa.Engine) -> bool:
    with engine.connect() as connection:
        return connection.exec_driver_sql("SELECT max(id) FROM task").scalar() is not None


def _size(session: Session) -> int:
    """Return the bytes that the base takes."""
    if session.get_bind().dialect.name == "sqlite":
        pages = "SELECT page_count * page_size FROM pragma_page_count(), pragma_page_size()"
        return int(session.execute(sa.text(pages)).scalar_one())
    return int(session.execute(sa.text("SELECT pg_database_size(current_database())")).scalar_one())


def beside(name: str, ours: Callable[[], object], raw: Callable[[], object]) -> None:
    """Measure a question and the least SQL for it, in the same rounds."""
    ours(), raw()
    pairs = [(seconds(ours), seconds(raw)) for _ in range(ROUNDS)]
    mine, least = (medians.median(pair[place] for pair in pairs) for place in (0, 1))
    click.echo(f"  {name:<38}{mine * 1000:>10.1f} ms  raw {least * 1000:>9.1f} ms  ratio {mine / least:>6.1f}")


def seconds(what: Callable[[], object]) -> float:
    """Return how long something takes."""
    began = time.monotonic()
    what()
    return time.monotonic() - began


if __name__ == "__main__":
    main()
