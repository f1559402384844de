"""A file with one bad line among five hundred brings nothing in and names that line."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, the_calendar_of
from tracker.clock import HandClock
from tracker.documents.plan_table import read_plan
from tracker.documents.register_table import read_register
from tracker.models.directive import Directive
from tracker.models.document import Document
from tracker.models.event import Event
from tracker.models.plan import PlanItem
from tracker.models.task import Task
from tracker.services import papers, plans, registers
from tracker.services.machine import COMMAND_LINE
from tracker.transaction import unit_of_work

pytestmark = pytest.mark.both_databases

BAD = 137
"""The task that is wrong, of 500."""
PAPER = plans.PlanPaper("1822/QĐ-UBND", dt.date(2020, 12, 22), "UBND thị xã", 2021, "Kế hoạch CCHC năm 2021")


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
    tables = (PlanItem, Directive, Document, Task, Event)
    return [session.scalar(select(func.count()).select_from(table)) or 0 for table in tables]


def test_a_plan_with_one_impossible_day_is_not_brought_in(session: Session, clock: HandClock) -> None:
    a_unit(session)
    the_calendar_of(session, 2021)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        papers.ensure_areas(work)
        found = plans.import_plan(work, read_plan(plan_of_500("31/9/2021"), "ke-hoach.csv"), PAPER)

    assert [(one.line, one.column) for one in found.problems if one.blocking] == [(BAD + 2, "Thời hạn")]
    assert stored(session) == [0, 0, 0, 0, 0]


def test_a_register_with_one_unknown_unit_is_not_brought_in(session: Session, clock: HandClock) -> None:
    a_unit(session)
    the_calendar_of(session, 2021)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        found = registers.import_register(
            work, read_register(register_of_500("UBND phường Tứ Hải"), "so.csv")
        )

    assert [(one.line, one.column) for one in found.problems if one.blocking] == [(BAD + 1, "Đơn vị chủ trì")]
    assert stored(session) == [0, 0, 0, 0, 0]
