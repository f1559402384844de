"""Loading the demonstration: units, people, papers, then the year day by day, with the clock of those days."""

from __future__ import annotations

import datetime as dt
from pathlib import Path

from sqlalchemy.orm import Session

from tracker.clock import HandClock, at
from tracker.demo import figures
from tracker.demo.figures import scenes_of_figures
from tracker.demo.people import Cast, hire
from tracker.demo.playing import EveryMorning, Scene, play
from tracker.demo.rearranging import as_of_old, scenes_of_rearranging
from tracker.demo.rhythms import scenes_of_rhythms
from tracker.demo.year import scenes_of_autumn, scenes_of_plan, scenes_of_register
from tracker.documents.plan_table import read_plan
from tracker.documents.progress_table import read_progress
from tracker.documents.register_table import read_register
from tracker.documents.unit_table import read_units
from tracker.rules.refusals import Reason, Refusal
from tracker.services import calendars, indicators, papers, plans, registers, scoring, units
from tracker.services.machine import COMMAND_LINE
from tracker.store import installation, notices, people
from tracker.transaction import Work, unit_of_work

DATA = Path(__file__).parent / "data"
PLACE = "UBND thị xã Hương Trà"
YEAR = 2021
PLAN_ON = dt.date(2020, 12, 22)
OPENED_AT = at(dt.date(2020, 12, 21), 8)
ENDS_AT = at(dt.date(2021, 11, 10), 17, 30)
"""The demonstration begins for its visitors at the end of the day on which the report's data stop."""

UNREAD_FOR = dt.timedelta(days=3)
"""How far back what people were told still waits to be read."""


def load(session: Session, *, every_morning: EveryMorning | None = None) -> None:
    """Load the whole demonstration into an empty database; refuse DEMO_ONLY one that holds people."""
    clock = HandClock(OPENED_AT)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        if people.listed(work.session):
            raise Refusal(Reason.DEMO_ONLY)
        cast = _open_the_town(work)
    clock.move_to(at(PLAN_ON, 10))
    with unit_of_work(session, cast.by_login["noivu"], clock) as work:
        _adopt_the_plan(work)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        scenes = _scenes(work, cast)
    play(session, clock, scenes, (PLAN_ON, ENDS_AT), every_morning)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        notices.read_before(work.session, ENDS_AT - UNREAD_FOR)


def _open_the_town(work: Work) -> Cast:
    installation.set_fact(work.session, installation.PLACE_NAME, PLACE)
    papers.ensure_areas(work)
    indicators.ensure_shipped(work)
    scoring.ensure_shipped(work)
    calendars.open_years(work, (2020, 2021, 2022))
    units.load(work, as_of_old(read_units(*_file("units.csv")).rows))
    return hire(work)


def _adopt_the_plan(work: Work) -> None:
    paper = plans.PlanPaper(
        reference="1822/QĐ-UBND",
        issued_on=PLAN_ON,
        issuer=PLACE,
        year=YEAR,
        title="Kế hoạch cải cách hành chính năm 2021",
    )
    found = plans.import_plan(work, read_plan(*_file("ke-hoach-cchc-2021.docx")), paper)
    assert not found.is_blocked, [problem for problem in found.problems if problem.blocking]


def _scenes(work: Work, cast: Cast) -> list[Scene]:
    province, town = (
        registers.read_register(work, read_register(*_file(name)))
        for name in ("ykcd-tinh-2021.xlsx", "ykcd-thi-xa-2021.xlsx")
    )
    progress = read_progress(*_file("tien-do-ke-hoach-2021.csv"))
    return [
        *scenes_of_rhythms(work, cast, YEAR),
        *scenes_of_plan(cast, YEAR, progress),
        *scenes_of_register(cast, province),
        *scenes_of_register(cast, town),
        *scenes_of_autumn(cast, town),
        *scenes_of_rearranging(cast),
        *scenes_of_figures(cast, _file(figures.FILE)[0]),
    ]


def _file(name: str) -> tuple[bytes, str]:
    return (DATA / name).read_bytes(), name
