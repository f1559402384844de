"""A file with one bad line among five hundred brings nothing in and names that line."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, the_calendar_of
from tracker.core.clock import ManualClock
from tracker.database.unit_of_work import unit_of_work
from tracker.intake.plans import intake as plans_intake
from tracker.intake.plans.table import read_plan
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.table import read_register_file
from tracker.office.models import Document
from tracker.office.people import COMMAND_LINE
from tracker.tasks import sources as task_sources
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Task
from tracker.tasks.sources import Directive, PlanItem

pytestmark = pytest.mark.both_databases

BAD = 137
"""The task that is wrong, of 500."""
PAPER = plans_intake.PlanPaper("1822/QĐ-UBND", dt.date(2020, 12, 22), "UBND thị xã", 2021, "Kế hoạch CCHC năm 2021")


def plan_of_500(bad_term: str) -> bytes:
    lines = ["STT;Nội dung;Đơn vị chủ trì;Thời gian", "I;Cải cách thủ tục hành chính;;"]
    for number in range(1, 501):
        term = bad_term if number == BAD else "Quý II/2021"
        lines.append(f"{number};Nhiệm vụ số {number};UBND phường Tứ Hạ;{term}")
    return "\n".join(lines).encode()


def register_of_500(bad_lead: str) -> bytes:
    lines = ["STT;Số, ký hiệu;Ngày ban hành;Nội dung chỉ đạo;Đơn vị chủ trì;Thời hạn"]
    for number in range(1, 501):
        lead = bad_lead if number == BAD else "UBND phường Tứ Hạ"
        lines.append(f"{number};{number}/UBND-VP;06/01/2021;Việc số {number};{lead};trước ngày 30/6/2021")
    return "\n".join(lines).encode()


def stored(session: Session) -> list[int]:
    tables = (PlanItem, Directive, Document, Task, TaskEvent)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_a_plan_with_one_impossible_day_is_not_brought_in(session: Session, clock: ManualClock) -> None:
    a_unit(session)
    the_calendar_of(session, 2021)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        task_sources.ensure_areas(work)
        found = plans_intake.import_plan(work, read_plan(plan_of_500("31/9/2021"), "ke-hoach.csv"), PAPER)

    assert [(one.line, one.column) for one in found.problems if one.blocking] == [(BAD + 2, "Thời hạn")]
    assert stored(session) == [0, 0, 0, 0, 0]


def test_a_register_with_one_unknown_unit_is_not_brought_in(session: Session, clock: ManualClock) -> None:
    a_unit(session)
    the_calendar_of(session, 2021)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        found = registers_intake.import_register(
            work, read_register_file(register_of_500("UBND phường Tứ Hải"), "so.csv")
        )

    assert [(one.line, one.column) for one in found.problems if one.blocking] == [(BAD + 1, "Đơn vị chủ trì")]
    assert stored(session) == [0, 0, 0, 0, 0]
