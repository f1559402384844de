"""Loading the demonstration: units, people, papers, then the year day by day, with the clock of those days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.demo import figures
from tracker.demo.figures import scenes_of_figures
from tracker.demo.people import DemoCast, DemoScene, EveryMorning, create_demo_accounts, play_scenes
from tracker.demo.reorganisation import scenes_of_rearranging, scenes_of_rhythms, units_of_2020
from tracker.demo.year import scenes_of_autumn, scenes_of_plan, scenes_of_register
from tracker.intake.plans import intake as plans_intake
from tracker.intake.plans.table import read_plan, read_progress
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.table import read_register_file
from tracker.office import calendar as office_calendar, installation, people as office_people, units
from tracker.office.people import COMMAND_LINE
from tracker.office.unit_table import read_units
from tracker.reports import form_versions, scoring
from tracker.tasks import notices as task_notices, sources as task_sources

TOWN_DATA_FOLDER = Path(__file__).parent / "data"
TOWN_NAME = "UBND thị xã Hương Trà"
DEMO_YEAR = 2021
PLAN_ON = dt.date(2020, 12, 22)
OPENED_AT = local_instant(dt.date(2020, 12, 21), 8)
TOWN_DEMO_ENDS_AT = local_instant(dt.date(2021, 11, 10), 17, 30)
"""The demonstration begins for its visitors at the end of the day on which the report's data stop."""

UNREAD_FOR = dt.timedelta(days=3)
"""How far back what people were told still waits to be read."""


def load_town_demo(session: Session, *, every_morning: EveryMorning | None = None) -> None:
    """Load the whole demonstration into an empty database; refuse DEMO_ONLY one that holds people."""
    clock = ManualClock(OPENED_AT)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        if office_people.list_people(work.session):
            raise Refusal(Reason.DEMO_ONLY)
        cast = _open_the_town(work)
    clock.move_to(local_instant(PLAN_ON, 10))
    with unit_of_work(session, cast.by_login["noivu"], clock) as work:
        _adopt_the_plan(work)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        scenes = _scenes(work, cast)
    play_scenes(session, clock, scenes, (PLAN_ON, TOWN_DEMO_ENDS_AT), every_morning)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        task_notices.notices_read_before(work.session, TOWN_DEMO_ENDS_AT - UNREAD_FOR)


def _open_the_town(work: UnitOfWork) -> DemoCast:
    installation.set_fact(work.session, installation.PLACE_NAME, TOWN_NAME)
    task_sources.ensure_areas(work)
    form_versions.ensure_shipped_forms(work)
    scoring.ensure_shipped_sheet(work)
    office_calendar.open_years(work, (2020, 2021, 2022))
    units.import_units(work, units_of_2020(read_units(*_file("units.csv")).rows))
    return create_demo_accounts(work)


def _adopt_the_plan(work: UnitOfWork) -> None:
    paper = plans_intake.PlanPaper(
        reference="1822/QĐ-UBND",
        issued_on=PLAN_ON,
        issuer=TOWN_NAME,
        year=DEMO_YEAR,
        title="Kế hoạch cải cách hành chính năm 2021",
    )
    found = plans_intake.import_plan(work, read_plan(*_file("ke-hoach-cchc-2021.docx")), paper)
    assert not found.is_blocked, [problem for problem in found.problems if problem.blocking]


def _scenes(work: UnitOfWork, cast: DemoCast) -> list[DemoScene]:
    province, town = (
        registers_intake.compare_register(work, read_register_file(*_file(name)))
        for name in ("ykcd-tinh-2021.xlsx", "ykcd-thi-xa-2021.xlsx")
    )
    progress = read_progress(*_file("tien-do-ke-hoach-2021.csv"))
    return [
        *scenes_of_rhythms(work, cast, DEMO_YEAR),
        *scenes_of_plan(cast, DEMO_YEAR, progress),
        *scenes_of_register(cast, province),
        *scenes_of_register(cast, town),
        *scenes_of_autumn(cast, town),
        *scenes_of_rearranging(cast),
        *scenes_of_figures(cast, _file(figures.DEMO_FIGURES_FILE)[0]),
    ]


def _file(name: str) -> tuple[bytes, str]:
    return (TOWN_DATA_FOLDER / name).read_bytes(), name
