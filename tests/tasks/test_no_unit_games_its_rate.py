"""Nothing that the people of one unit can do raises its rate on time, except finishing by the deadline (P12).

The unit's people try every verb with every day they like. The others are honest and, in gifts, generous when it is too
late: they confirm a report only when the work was really finished by the day it claims.
"""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from hypothesis import settings, strategies as st, target
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.depth import cases
from tests.tasks.test_any_life_of_a_task import VERBS
from tracker.core.clock import ManualClock, civil_day, local_instant
from tracker.core.refusals import Refusal
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import unit_of_work
from tracker.law.permissions import Actor, Role, Scope
from tracker.law.timing import DayState, Timing, classify_timing
from tracker.office.models import Unit
from tracker.tasks import classified, event_log, queries as task_queries
from tracker.tasks.models import Assignment
from tracker.tasks.selection import Count, Selection

GIVEN, DUE = dt.date(2021, 3, 1), dt.date(2021, 3, 20)
RUNS = cases(fast=6, usual=20, deep=1000)
STEPS_OF_A_RUN = 40
GIVEN_TO_THE_UNIT = 2


class OneUnit(RuleBasedStateMachine):
    """Two assignments of one unit, its two people, and everybody else."""

    session: Session
    insiders: list[Actor]
    others: dict[str, Actor]
    unit_id: int

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock(local_instant(GIVEN, 9))
        ward = self.session.get_one(Unit, self.unit_id)
        self.mine = [
            a_directive(self.session, ward, due_on=DUE, given_on=GIVEN)[0].id for _ in range(GIVEN_TO_THE_UNIT)
        ]
        self.finished: dict[int, dt.date] = {}
        self.on_time = 0
        self.session.commit()

    @property
    def today(self) -> dt.date:
        return civil_day(self.clock.now())

    @rule(days=st.integers(1, 15))
    def days_go_by(self, days: int) -> None:
        self.clock.move_to(self.clock.now() + dt.timedelta(days=days))

    @rule(place=st.integers(0, GIVEN_TO_THE_UNIT - 1))
    def the_work_is_really_finished(self, place: int) -> None:
        self.finished.setdefault(self.mine[place], self.today)

    @rule(
        verb=st.sampled_from(sorted(VERBS)) | st.sampled_from(("submit", "accept", "request", "decline")),
        place=st.integers(0, GIVEN_TO_THE_UNIT - 1),
        by=st.integers(0, 1),
        offset=st.integers(-30, 30),
        who=st.integers(1, 6),
    )
    def an_insider_tries(self, verb: str, place: int, by: int, offset: int, who: int) -> None:
        day = self.today + dt.timedelta(days=offset)
        self.try_to(self.insiders[by], verb, self.mine[place], day, who)

    @rule(place=st.integers(0, GIVEN_TO_THE_UNIT - 1))
    def the_office_answers_a_report(self, place: int) -> None:
        number = self.mine[place]
        report = task_queries.find_waiting_submission(self.session, number)
        if report is not None:
            done = self.finished.get(number)
            honest = done is not None and report.done_on >= done
            self.try_to(self.others["office"], "confirm" if honest else "send_back", number, self.today, 1)

    @rule(place=st.integers(0, GIVEN_TO_THE_UNIT - 1), gift=st.sampled_from(("grant", "suspend", "resume")))
    def the_leader_gives_time_too_late(self, place: int, gift: str) -> None:
        number = self.mine[place]
        due_on = self.session.get_one(Assignment, number).due_on
        if self.today > DUE and (gift != "resume" or due_on is not None):
            later = self.today + dt.timedelta(days=30)
            day = self.today if gift == "suspend" else later
            self.try_to(self.others["leader"], gift, number, day, 2)

    @rule(place=st.integers(0, GIVEN_TO_THE_UNIT - 1))
    def the_office_looks_again(self, place: int) -> None:
        number = self.mine[place]
        verb = "refuse_decline" if place else "reopen"
        self.try_to(self.others["office"], verb, number, self.today, 1)

    def try_to(self, actor: Actor, verb: str, number: int, day: dt.date, who: int) -> None:
        self.session.rollback()
        try:
            with unit_of_work(self.session, actor, self.clock) as work:
                VERBS[verb](work, number, day, who)
        except Refusal:
            pass

    @invariant()
    def what_counts_on_time_was_finished_on_time(self) -> None:
        self.session.rollback()
        on_time = 0
        for number in self.mine:
            [*_, last] = [
                event_log.to_status_interval(row) for row in event_log.list_current_intervals(self.session, number)
            ]
            timing = classify_timing(last, self.today)
            if timing in (Timing.DONE_EARLY, Timing.DONE_ON_DAY):
                on_time += 1
                assert self.finished.get(number, dt.date.max) <= DUE
            assert last.day_state in (DayState.OPEN, DayState.DONE, DayState.SUSPENDED)
            assert last.unit_id == self.unit_id
            assert self.session.get_one(Assignment, number).original_due_on == DUE
        self.on_time = on_time

    def teardown(self) -> None:
        target(float(self.on_time))
        self.session.rollback()


@pytest.mark.random_cases
def test_a_unit_alone_cannot_raise_its_rate(session: Session, engine: sa.Engine) -> None:
    with database_engine.skip_disk_sync(engine):
        ward, office = a_unit(session), a_unit(session, "VP", "Văn phòng")
        a_unit(session, "HC", "UBND phường Hương Chữ")
        the_calendar_of(session, 2021)
        insiders = [an_official(session, Role.WARD_OFFICIAL, ward), an_official(session, Role.UNIT_HEAD, ward)]
        others = {
            "office": an_official(session, Role.OFFICE, office),
            "leader": an_official(session, Role.LEADER, office),
        }
        town = {"session": session, "insiders": insiders, "others": others, "unit_id": ward.id}
        run_state_machine_as_test(
            type("OneUnitHere", (OneUnit,), town),
            settings=settings(max_examples=RUNS, stateful_step_count=STEPS_OF_A_RUN),
        )

    whole = Selection(as_of=GIVEN, scope=Scope(everywhere=True), count=Count.ASSIGNMENTS)
    assert classified.count_selection(session, whole).total == len(session.scalars(sa.select(Assignment.id)).all()), (
        "nothing left the total"
    )
