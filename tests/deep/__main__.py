"""`make deep`: every trial on both databases, its figures in one line each; the exit status tells whether all held.

`make deep ONLY=two,soak` runs those whose name begins so, `ON=sqlite` on one database, `SHARE=0.2` a fifth of each.
Trials that need root say so and are not counted as held.
"""

from __future__ import annotations

import os
import sys
import tempfile
import time
import traceback
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Protocol

import click
import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.deep import (
    acknowledged,
    backups_under_load,
    cell_edits,
    crash,
    described,
    every_act,
    fuzzing,
    hostile_files,
    known_browser,
    large_sealing,
    no_network,
    out_of_order,
    replica,
    slow_clients,
    soak,
    standing_still,
    swelling,
    tampering,
    two_hosts,
    upgrades,
)
from tests.deep.crash import Trial
from tests.support.browser import Desk
from tests.support.builders import a_directive, a_unit, an_official
from tests.support.databases import an_app, create_tables, sqlite_address
from tests.support.postgres import database_on, postgres_server
from tests.support.year2021 import loaded_once
from tests.web.test_doors import pages
from tracker.core.clock import SystemClock
from tracker.database import engine as database_engine
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.integrations import tokens
from tracker.integrations.tokens import ApiScope
from tracker.law.permissions import Actor, Role
from tracker.tasks.actions import completion

PORT = int(os.environ.get("PORT", "5301"))
SHARE = float(os.environ.get("SHARE", "1"))
"""How much of the whole is tried, for a look on a busy machine."""
ON = os.environ.get("ON", "sqlite,postgresql").split(",")
"""On which databases."""
AWAY_SECONDS = 60.0
REQUESTS = 1500
BY_DESCRIPTION, DESCRIBED_SECONDS = 25_000, 150.0
"""Requests that schemathesis makes on each database at most, and how long it has for them."""


def _share(whole: int) -> int:
    """Return the share of a number that is tried."""
    return max(1, round(whole * SHARE))


class Verdict(Protocol):
    """What a trial found."""

    @property
    def holds(self) -> bool:
        """Tell whether the promise held."""
        ...


@dataclass(frozen=True, slots=True)
class Place:
    """Where a trial runs: an empty database and a folder of its own."""

    address: URL
    folder: Path

    @property
    def data_dir(self) -> Path:
        """The data folder of the installation."""
        return self.folder / "data"


Trials = dict[str, Callable[[Place], Verdict | str]]


def _described(place: Place) -> Verdict:
    engine = sa.create_engine(place.address)
    database_engine.prepare_sqlite(engine)
    app = an_app(place.address, DATA_DIR=place.data_dir, TESTING=False)
    with Session(engine) as session:
        token = _token(session, _people(session))
    kind = place.address.get_backend_name()
    verdict = described.tried(app, token, kind, _share(BY_DESCRIPTION), DESCRIBED_SECONDS * SHARE)
    with app.app_context():
        db.engine.dispose()
    engine.dispose()
    return verdict


def _token(session: Session, office: Actor) -> str:
    with unit_of_work(session, office, SystemClock()) as work:
        return tokens.create_api_token(work, name="trial", scopes=set(ApiScope), days=30)


def _fuzz(place: Place) -> Fuzzed:
    engine = sa.create_engine(place.address)
    database_engine.prepare_sqlite(engine)
    app = an_app(place.address, DATA_DIR=place.data_dir)
    with Session(engine) as session:
        office = _people(session)
        token = _token(session, office)
        client = app.test_client()
        document = client.get("/api/v1/openapi.json").get_json()
        by_api = fuzzing.api(client, token, document, _share(REQUESTS))
        browser = Desk(app, session).seat(office)
        by_forms = fuzzing.forms(browser.client, _addresses(app), _share(REQUESTS))
    with app.app_context():
        db.engine.dispose()
    engine.dispose()
    return Fuzzed(place.address.get_backend_name(), by_api, by_forms)


@dataclass(frozen=True, slots=True)
class Fuzzed:
    """What nonsense met."""

    database: str
    api: fuzzing.Verdict
    forms: fuzzing.Verdict

    @property
    def holds(self) -> bool:
        """Tell whether nothing failed."""
        return self.api.holds and self.forms.holds

    def __str__(self) -> str:
        """Return the figures, and the first faults if any."""
        lines = [f"{self.database:<11} fuzz {self.api}", f"{self.database:<11} fuzz {self.forms}"]
        return "\n".join([*lines, *self.api.faults[:5], *self.forms.faults[:5]])


def _people(session: Session) -> Actor:
    unit = a_unit(session)
    office = an_official(session, Role.OFFICE, unit)
    for _ in range(4):
        [assignment] = a_directive(session, unit)
    number = assignment.id
    with unit_of_work(session, an_official(session, Role.WARD_OFFICIAL, unit), SystemClock()) as work:
        completion.accept_assignment(work, number)
    return office


def _addresses(app: Flask) -> list[str]:
    found = [address.replace("999", "1") for _, address, methods in pages(app) if "GET" in methods]
    return [address for address in found if "/api/" not in address and address != "/readyz"]


def _forged(place: Place) -> Verdict:
    engine = sa.create_engine(place.address)
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        _people(session)
    engine.dispose()
    return tampering.tried(Path(str(place.address.database)), place.folder, _share(500))


def _cells(place: Place) -> Verdict:
    return cell_edits.tried(loaded_once(place.folder), _share(100))


EVERYWHERE: Trials = {
    "acts": lambda place: every_act.tried(place.address, place.folder, _share(5_000)),
    "backups": lambda place: backups_under_load.tried(place.address, place.folder, _share(30)),
    "acknowledged": lambda place: acknowledged.tried(
        place.address, place.data_dir, PORT, kills=_share(200), races=_share(100)
    ),
    "away": lambda place: out_of_order.database_away(place.address, place.data_dir, PORT + 1, AWAY_SECONDS * SHARE),
    "known": lambda place: known_browser.tried(place.address, place.data_dir, PORT + 7, _share(500)),
    "fuzz": _fuzz,
    "described": _described,
    "upgrades": lambda place: upgrades.tried(place.address, place.data_dir, SHARE),
    "large": lambda place: large_sealing.tried(place.address, place.data_dir, _share(100_000)),
    "crash": lambda place: crash.tried(
        place.address, place.data_dir, Trial(letters=_share(600), kills=_share(60), pauses=_share(6)), tables=False
    ),
    "soak": lambda place: soak.tried(place.address, place.data_dir),
    "slow": lambda place: slow_clients.tried(place.address, place.data_dir, PORT + 7),
}
ON_SQLITE: Trials = {
    "forgeries": _forged,
    "cells": _cells,
    "files": lambda place: hostile_files.tried(_share(1000)),
    "swelling": lambda place: swelling.tried(place.address, place.data_dir, PORT + 8),
    "disk": lambda place: out_of_order.disk_full(PORT + 2),
    "alone": lambda place: no_network.tried(place.address, place.data_dir, PORT + 5),
}
ON_POSTGRESQL: Trials = {
    "two": lambda place: two_hosts.tried(place.address, place.data_dir, PORT + 3),
    "still": lambda place: standing_still.tried(place.data_dir, PORT + 9, AWAY_SECONDS * SHARE),
    "replica": lambda place: replica.tried(place.data_dir, PORT + 6),
}


def main() -> int:
    """Run the trials; return 1 when one of them did not hold."""
    only = tuple(filter(None, os.environ.get("ONLY", "").split(",")))
    failed, begun = [], time.monotonic()
    with ExitStack() as stack:
        folder = Path(stack.enter_context(tempfile.TemporaryDirectory()))
        server = stack.enter_context(postgres_server("deep"))
        for kind, trials in (("sqlite", EVERYWHERE | ON_SQLITE), ("postgresql", EVERYWHERE | ON_POSTGRESQL)):
            for name, trial in trials.items():
                if (only and not name.startswith(only)) or kind not in ON:
                    continue
                started = time.monotonic()
                verdict: Verdict | str | None = None
                with _place(kind, name, folder, server) as place:
                    try:
                        verdict = trial(place)
                    except Exception:  # one trial that breaks off is not held; the others are tried all the same
                        traceback.print_exc()
                seconds = time.monotonic() - started
                click.echo(f"{verdict}   [{seconds:.0f} s]")
                if verdict is None or (not isinstance(verdict, str) and not verdict.holds):
                    failed.append(f"{kind} {name}")
    click.echo(f"{(time.monotonic() - begun) / 60:.1f} minutes; not held: {', '.join(failed) or 'none'}")
    return 1 if failed else 0


@contextmanager
def _place(kind: str, name: str, folder: Path, server: URL) -> Iterator[Place]:
    """Yield an empty database with its tables, and a folder."""
    own = folder / f"{kind}-{name}"
    (own / "data").mkdir(parents=True)
    if kind == "sqlite":
        address = sqlite_address(own / "tracker.db")
        create_tables(address)
        yield Place(address, own)
        return
    with database_on(server, f"deep_{name}") as address:
        create_tables(address)
        yield Place(address, own)


if __name__ == "__main__":
    sys.exit(main())
