"""A long list as a file, all of it: how long, how large, in what memory. `python -m bench.exports`, N=200000 rows.

Each file is asked for in a process of its own, over the pages that people use, and thrown away piece by piece.
"""

from __future__ import annotations

import multiprocessing
import os
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

import click
import sqlalchemy as sa

from bench import filling, lives
from bench.lives import Shape
from bench.run import seat
from tests.support.databases import an_app, create_tables, sqlite_address
from tracker.core.clock import ManualClock, local_instant
from tracker.database import engine as database_engine

SHORT = 1_000
KINDS = ("csv", "xlsx")


@dataclass(frozen=True, slots=True)
class Sent:
    """What one file cost: seconds to its first piece and to its last, bytes, and the MiB it needed at most."""

    first: float
    whole: float
    size: int
    before: float
    peak: float


def main() -> None:
    """Send both files of a short list and of a long one."""
    for size in (SHORT, int(os.environ.get("N", "200000"))):
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder) / "exports.db"
            address = sqlite_address(path)
            create_tables(address)
            engine = sa.create_engine(address)
            database_engine.prepare_sqlite(engine)
            with database_engine.skip_disk_sync(engine):
                filling.fill_as(engine, Shape(size, 300, 5))
            engine.dispose()
            for kind in KINDS:
                with multiprocessing.get_context("spawn").Pool(1) as pool:
                    sent = pool.apply(send, (path, kind))
                click.echo(
                    f"{size:>9,} rows, {kind:<5} first piece {sent.first:.2f} s, whole {sent.whole:.1f} s,"
                    f" {sent.size / 2**20:.1f} MiB; memory before {sent.before:.0f}, at most {sent.peak:.0f} MiB"
                )


def send(path: Path, kind: str) -> Sent:
    """Ask for a file as a browser does and throw its pieces away."""
    app = an_app(sqlite_address(path), TESTING=False, DATA_DIR=path.parent)
    app.extensions["clock"] = ManualClock(local_instant(lives.TODAY, 17, 30))
    client = seat(app, 301)
    client.get("/nhiem-vu")
    before, began = _peak(), time.monotonic()
    answer = client.get(f"/nhiem-vu/xuat.{kind}?tinh-den={lives.TODAY.isoformat()}")
    assert answer.status_code == 200
    size, first = 0, 0.0
    for piece in answer.iter_encoded():
        first = first or time.monotonic() - began
        size += len(piece)
    return Sent(first, time.monotonic() - began, size, before, _peak())


def _peak() -> float:
    """Return the most MiB that this process ever had; `getrusage` would count those of the one that started it."""
    lines = Path("/proc/self/status").read_text(encoding="ascii").splitlines()
    [kilobytes] = [line.split()[1] for line in lines if line.startswith("VmHWM:")]
    return int(kilobytes) / 1024


if __name__ == "__main__":
    main()
