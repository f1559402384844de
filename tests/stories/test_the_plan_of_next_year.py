"""In November the plan of the next year comes in: the report of this year goes on speaking of this year's plan."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from tests.support.databases import an_app, sqlite_address
from tests.support.year2021 import loaded_for
from tracker.core.clock import ManualClock, local_instant
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.demo import command
from tracker.figures import freezing
from tracker.figures.report_figures import ReportLine
from tracker.intake.plans import intake as plans_intake
from tracker.intake.plans.table import read_plan
from tracker.law.periods import parse_period
from tracker.office.people import COMMAND_LINE
from tracker.operations import verification
from tracker.reports import draft

ADOPTED, CUT_OFF = dt.date(2021, 11, 9), dt.date(2021, 11, 10)
FILE = "ke-hoach-cchc-2021.xlsx"


def next_year() -> bytes:
    """Return the plan of 2021 as a table of the year after: every year in it is one later."""
    rows = CalamineWorkbook.from_path(str(command.TOWN_DATA_FOLDER / FILE)).get_sheet_by_index(0).to_python()
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerows(rows)
    return text.getvalue().replace("2021", "2022").encode()


@pytest.fixture
def year(tmp_path_factory: pytest.TempPathFactory, tmp_path: Path) -> Iterator[Session]:
    """Yield the year 2021 with the plan of 2022 brought in on 09/11/2021: the same table, adopted anew."""
    path = tmp_path / "year.db"
    shutil.copyfile(loaded_for(tmp_path_factory), path)
    app = an_app(sqlite_address(path))
    with app.app_context():
        with unit_of_work(db.session(), COMMAND_LINE, ManualClock(local_instant(CUT_OFF, 8))) as work:
            draft = read_plan(next_year(), "ke-hoach-2022.csv")
            paper = plans_intake.PlanPaper(
                "2100/QĐ-UBND", ADOPTED, command.TOWN_NAME, 2022, "Kế hoạch cải cách hành chính"
            )
            made = plans_intake.import_plan(work, draft, paper)
            assert not made.is_blocked and made.count("created") == 34, made.problems
        yield db.session()
        db.session.remove()
        db.engine.dispose()


def said(session: Session, name: str, day: dt.date) -> dict[ReportLine, str]:
    """Return the sentences of a period's report as drafted at the close of a day."""
    work = UnitOfWork(session=session, actor=COMMAND_LINE, now=local_instant(day, 18))
    made = draft.draft_report(work, parse_period(name), as_of=day)
    return {line: str(sentence) for line, sentence in made.sentences.items()}


def test_the_report_of_the_year_speaks_of_the_plan_of_the_year(year: Session) -> None:
    plan = said(year, "2021", CUT_OFF)[ReportLine.PLAN]

    assert "có 34 nội dung" in plan and "đã hoàn thành 34 nhiệm vụ (đạt 100%" in plan


def test_a_quarter_speaks_of_the_whole_plan(year: Session) -> None:
    plan = said(year, "2021-Q4", CUT_OFF)[ReportLine.PLAN]

    assert "có 34 nội dung" in plan and "đã hoàn thành 34 nhiệm vụ" in plan


def test_what_last_year_left_over_stands_on_a_line_of_its_own(year: Session) -> None:
    told = said(year, "2022", dt.date(2021, 12, 20))

    assert "có 34 nội dung" in told[ReportLine.PLAN] and "đã hoàn thành 0" in told[ReportLine.PLAN]
    assert ReportLine.EARLIER_PLANS not in told or "chuyển sang" in told[ReportLine.EARLIER_PLANS]


def test_frozen_figures_of_the_year_leave_the_next_plan_out(year: Session) -> None:
    with unit_of_work(year, COMMAND_LINE, ManualClock(local_instant(CUT_OFF, 18))) as work:
        kept = freezing.freeze_figures(work, "2021", as_of=CUT_OFF)
        number = kept.id

    figures = freezing.get_frozen_figures(
        freezing.get_frozen_period(UnitOfWork(year, COMMAND_LINE, local_instant(CUT_OFF, 19)), number)
    )
    assert figures.by_origin["plan"].total == 34  # type: ignore[index]  # an Origin is its name
    assert verification.verify_records(year).findings == ()
