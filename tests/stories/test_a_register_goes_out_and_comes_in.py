"""An office takes its register out, opens a new installation and brings it in: the figures are the same."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.databases import create_tables, sqlite_address
from tests.support.town import evening_of_2021, signed_in
from tracker.core.clock import ManualClock, local_instant
from tracker.database import engine as database_engine
from tracker.database.engine import db
from tracker.database.unit_of_work import unit_of_work
from tracker.demo import command
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.table import read_register_file
from tracker.law.permissions import DIRECTIVE_ORIGINS, Scope
from tracker.law.tally import Tally
from tracker.office import calendar as office_calendar, installation, units
from tracker.office.people import COMMAND_LINE
from tracker.office.unit_table import read_units
from tracker.tasks import classified
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection

DAYS = [dt.date(2021, 3, 14), dt.date(2021, 6, 30), dt.date(2021, 11, 10)]


@pytest.fixture
def new_office(tmp_path: Path) -> Iterator[Session]:
    """Yield a session over an installation that knows its units and its calendar, and nothing else."""
    address = sqlite_address(tmp_path / "new.db")
    create_tables(address)
    engine = sa.create_engine(address)
    database_engine.prepare_sqlite(engine)
    with Session(engine) as session:
        with unit_of_work(session, COMMAND_LINE, ManualClock(command.TOWN_DEMO_ENDS_AT)) as work:
            office_calendar.open_years(work, (2020, 2021, 2022))
            units.import_units(
                work, read_units((command.TOWN_DATA_FOLDER / "units.csv").read_bytes(), "units.csv").rows
            )
        yield session
    engine.dispose()


def figures(session: Session, day: dt.date) -> dict[Cut, dict[object, Tally]]:
    """Return the figures of all directives on a day, by origin and by month, of assignments."""
    selection = Selection(as_of=day, scope=Scope(everywhere=True), origins=DIRECTIVE_ORIGINS, count=Count.ASSIGNMENTS)
    return {cut: dict(classified.count_by_cut(session, selection, cut)) for cut in (Cut.ORIGIN, Cut.MONTH)}


def test_figures_are_the_same_after_the_register_went_out_and_came_in(
    tmp_path_factory: pytest.TempPathFactory, tmp_path: Path, new_office: Session
) -> None:
    (tmp_path / "old").mkdir()
    app = evening_of_2021(tmp_path_factory, tmp_path / "old")
    file = signed_in(app, "vanphong").get("/chi-dao/so.xlsx")
    with app.app_context():
        before = {day: figures(db.session(), day) for day in DAYS}
    clock = ManualClock(local_instant(dt.date(2021, 11, 10), 18))
    with unit_of_work(new_office, COMMAND_LINE, clock) as work:
        _own(work.session)
        found = registers_intake.import_register(work, read_register_file(file.data, "so.xlsx"))
    with unit_of_work(new_office, COMMAND_LINE, clock) as work:
        again = registers_intake.import_register(work, read_register_file(file.data, "so.xlsx"), dry_run=True)

    assert [problem for problem in found.problems if problem.blocking] == []
    assert len(found.lines) == 158 + 85
    assert {day: figures(new_office, day) for day in DAYS} == before
    assert (again.count("unchanged"), again.count("updated"), again.count("created")) == (158 + 85, 0, 0)


def _own(session: Session) -> None:
    """Name the place, as the set-up of a new installation does."""
    installation.set_fact(session, installation.PLACE_NAME, command.TOWN_NAME)
