"""Whatever those in charge do in whatever order, a deadline that has passed still judges; a corrected day says so."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official
from tests.support.depth import cases
from tests.tasks.test_any_life_of_a_task import VERBS
from tracker.core.clock import ManualClock, civil_day, local_instant
from tracker.core.refusals import Refusal
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.table import read_register_file
from tracker.law.permissions import Actor, Role
from tracker.law.timing import DayState, Timing, classify_timing
from tracker.office import calendar as office_calendar
from tracker.office.people import COMMAND_LINE
from tracker.tasks import event_log
from tracker.tasks.models import Assignment

GIVEN, DUE = dt.date(2021, 3, 1), dt.date(2021, 3, 20)
RUNS = cases(fast=6, usual=20, deep=1000)
HEADER = "STT;Số, ký hiệu;Ngày ban hành;Nội dung chỉ đạo;Đơn vị chủ trì;Thời hạn;Ngày hoàn thành;Ngày xác nhận;Trả lời"
ACTS = (
    "request", "grant", "set_deadline", "suspend", "suspend", "resume", "reopen", "redate", "submit", "confirm",
    "send_back", "decline", "refuse_decline", "merge", "evidence",
)  # fmt: skip


class InCharge(RuleBasedStateMachine):
    """Two directives of one ward that a register gave, its official, the office and two leaders."""

    session: Session
    people: list[Actor]

    def __init__(self) -> None:
        super().__init__()
        self.session.rollback()
        self.clock = ManualClock(local_instant(GIVEN, 9))
        known = self.session.scalars(sa.select(sa.func.max(Assignment.id))).one() or 0
        self.letter = f"{known + 1}/UBND-VP"
        self.bring("trước ngày 20/3/2021", "", "")
        mine = self.session.scalars(sa.select(Assignment.id).where(Assignment.id > known)).all()
        self.mine = list(mine)
        self.passed: dict[int, dt.date] = {}
        self.allowed: dict[int, dt.date] = dict.fromkeys(self.mine, DUE)
        self.session.commit()

    @property
    def today(self) -> dt.date:
        return civil_day(self.clock.now())

    @rule(days=st.integers(1, 12))
    def days_go_by(self, days: int) -> None:
        self.look()
        self.clock.move_to(self.clock.now() + dt.timedelta(days=days))
        self.look()

    @rule(verb=st.sampled_from(ACTS), place=st.integers(0, 1), by=st.integers(0, 3), offset=st.integers(-25, 40))
    def somebody_acts(self, verb: str, place: int, by: int, offset: int) -> None:
        self.session.rollback()
        day = self.today + dt.timedelta(days=offset)
        try:
            with unit_of_work(self.session, self.people[by], self.clock) as work:
                VERBS[verb](work, self.mine[place], day, self.mine[1 - place])
        except Refusal:
            pass

    @rule(offset=st.integers(-5, 40), done=st.integers(-30, 5), is_done=st.booleans())
    def the_register_comes_in_again(self, offset: int, done: int, is_done: bool) -> None:
        due, day = (self.today + dt.timedelta(days=each) for each in (offset, done))
        said = f"{day:%d/%m/%Y}" if is_done else ""
        self.bring(f"trước ngày {due:%d/%m/%Y}", said, said)

    def bring(self, term: str, done: str, confirmed: str) -> None:
        rows = [
            f"{n};{self.letter};01/03/2021;Việc {n};UBND phường Tứ Hạ;{term};{done};{confirmed};1/BC" for n in (1, 2)
        ]
        with unit_of_work(self.session, self.people[1], self.clock) as work:
            registers_intake.import_register(work, read_register_file("\n".join((HEADER, *rows)).encode(), "so.csv"))

    def look(self) -> None:
        """Note the latest deadline that was in force before it passed, and the one by which open work is late."""
        self.session.rollback()
        for number in self.mine:
            last = [
                event_log.to_status_interval(row) for row in event_log.list_current_intervals(self.session, number)
            ][-1]
            judged = last.judged_due_on
            assert judged is not None  # nobody takes a deadline away
            if last.day_state is DayState.OPEN and self.today > judged:
                self.passed[number] = min(judged, self.passed.get(number, judged))
            elif last.day_state is DayState.OPEN:
                self.allowed[number] = max(judged, self.allowed[number])

    @invariant()
    def a_deadline_that_has_passed_still_judges(self) -> None:
        self.session.rollback()
        for number, passed in self.passed.items():
            last = [
                event_log.to_status_interval(row) for row in event_log.list_current_intervals(self.session, number)
            ][-1]
            if classify_timing(last, self.today) in (Timing.DONE_EARLY, Timing.DONE_ON_DAY):
                assert last.done_on is not None and last.done_on <= self.allowed[number]
                self.is_told(number, passed)
            assert last.day_state in (DayState.OPEN, DayState.DONE, DayState.SUSPENDED, DayState.MERGED)
            if last.day_state in (DayState.OPEN, DayState.SUSPENDED):
                assert last.judged_due_on is not None and last.judged_due_on <= passed
            assert self.session.get_one(Assignment, number).original_due_on == DUE

    def is_told(self, number: int, passed: dt.date) -> None:
        """Require that a day corrected into the deadline says so, when the day before was beyond it."""
        corrected = [
            each.details
            for each in event_log.list_assignment_events(self.session, number)
            if "made_on_time" in each.details
        ]
        if corrected and corrected[-1]["done_on"][0] > passed.isoformat():
            assert corrected[-1]["made_on_time"]

    def teardown(self) -> None:
        self.session.rollback()


@pytest.mark.random_cases
def test_no_order_of_acts_excuses_late_work(session: Session, engine: sa.Engine) -> None:
    with database_engine.skip_disk_sync(engine):
        ward, office = a_unit(session), a_unit(session, "VP", "Văn phòng")
        with unit_of_work(session, COMMAND_LINE, ManualClock(local_instant(GIVEN, 8))) as work:
            office_calendar.open_years(work, (2021, 2022))
        cast = [
            an_official(session, Role.WARD_OFFICIAL, ward),
            an_official(session, Role.OFFICE, office),
            an_official(session, Role.LEADER, office, "chutich"),
            an_official(session, Role.LEADER, office, "phochutich"),
        ]
        run_state_machine_as_test(
            type("InChargeHere", (InCharge,), {"session": session, "people": cast}),
            settings=settings(max_examples=RUNS, stateful_step_count=40),
        )
