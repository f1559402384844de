"""Many officials write at once, from several processes: every stroke counts and nobody is turned away."""

from __future__ import annotations

import multiprocessing

import pytest
import sqlalchemy as sa
from sqlalchemy.engine import URL
from sqlalchemy.orm import Session

from tests.support.depth import cases
from tracker.core.clock import SystemClock
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.office import installation
from tracker.office.models import InstallationFact
from tracker.office.people import COMMAND_LINE

pytestmark = [pytest.mark.both_databases, pytest.mark.random_cases]

WRITERS, STROKES = 4, cases(fast=50, usual=150, deep=150)
TALLY = "tally"


def write(address: str) -> None:
    """Read the tally, add one, write it back: in its own process, once for every stroke."""
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        for _ in range(STROKES):
            with unit_of_work(session, COMMAND_LINE, SystemClock()) as work:
                question = sa.select(InstallationFact).where(InstallationFact.name == TALLY)
                fact = work.session.scalars(question.with_for_update()).one()
                fact.value = str(int(fact.value) + 1)
    engine.dispose()


def test_no_stroke_is_lost(session: Session, database_url: URL) -> None:
    installation.set_fact(session, TALLY, "0")
    session.commit()
    address = database_url.render_as_string(hide_password=False)
    processes = multiprocessing.get_context("spawn")
    writers = [processes.Process(target=write, args=(address,)) for _ in range(WRITERS)]
    for writer in writers:
        writer.start()
    for writer in writers:
        writer.join()

    assert [writer.exitcode for writer in writers] == [0] * WRITERS
    assert installation.get_installation_fact(session, TALLY) == str(WRITERS * STROKES)
