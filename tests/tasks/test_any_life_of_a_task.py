"""Whatever people of every role do, in any order: no illegal state, no lost line, figures equal to the replay."""

from __future__ import annotations

import datetime as dt
import inspect
import pkgutil
from collections.abc import Callable
from importlib import import_module

import pytest
import sqlalchemy as sa
from hypothesis import settings, strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule, run_state_machine_as_test
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official, the_calendar_of
from tests.support.depth import cases
from tracker.core.clock import ManualClock, civil_day, local_instant
from tracker.core.refusals import Refusal
from tracker.database import engine as database_engine
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Actor, Role, get_permission_scope, has_permission
from tracker.law.replay import replay_history
from tracker.law.terms import TermKind
from tracker.office.models import Unit
from tracker.operations.verification import verify_records
from tracker.tasks import actions, detail as task_detail, event_log, queries as task_queries, tags, verbs
from tracker.tasks.actions import assignment, completion, correction, deadline, suspension, transfer as actions_transfer
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Submission

pytestmark = pytest.mark.both_databases

GIVEN, DUE = dt.date(2021, 3, 1), dt.date(2021, 4, 1)
RUNS = cases(fast=5, usual=16, deep=833)
STEPS_OF_A_RUN = 30

Verb = Callable[[UnitOfWork, int, dt.date, int], object]
VERBS: dict[str, Verb] = {
    "accept": lambda work, n, day, who: completion.accept_assignment(work, n),
    "decline": lambda work, n, day, who: actions_transfer.decline_assignment(
        work, n, note="lý do", suggested_unit_id=who
    ),
    "refuse_decline": lambda work, n, day, who: actions_transfer.reject_decline(work, n, note="lý do"),
    "reassign": lambda work, n, day, who: actions_transfer.reassign_assignment(work, n, unit_id=who, note="lý do"),
    "entrust": lambda work, n, day, who: assignment.entrust_assignment(work, n, person_id=who),
    "divide": lambda work, n, day, who: assignment.request_share(work, n, share=f"phần {day}", due_on=day),
    "progress": lambda work, n, day, who: completion.record_progress(work, n, note="đã làm", percent=who),
    "submit": lambda work, n, day, who: completion.submit_completion(work, n, done_on=day, note="xong"),
    "confirm": lambda work, n, day, who: completion.confirm_completion(work, n, late_report_seen=True),
    "send_back": lambda work, n, day, who: completion.return_completion(work, n, note="chưa đạt"),
    "receive_share": lambda work, n, day, who: assignment.accept_share(work, n),
    "return_share": lambda work, n, day, who: assignment.return_share_report(work, n, note="chưa đạt"),
    "request": lambda work, n, day, who: deadline.submit_extension_request(work, n, to_due_on=day, reason="bận"),
    "grant": lambda work, n, day, who: deadline.grant_extension(work, n, due_on=day),
    "refuse": lambda work, n, day, who: deadline.refuse_extension(work, n, note="không"),
    "set_deadline": lambda work, n, day, who: deadline.set_assignment_deadline(
        work, n, due_on=day, note="gấp", document="1/VB"
    ),
    "evidence": lambda work, n, day, who: assignment.set_evidence_rule(work, n, required=who % 2 == 0),
    "correct": lambda work, n, day, who: correction.correct_event_text(
        work, n, sequence=who, note=f"đúng {day}", reason="nhầm"
    ),
    "redate": lambda work, n, day, who: correction.redate_completion(work, n, done_on=day, reason="nhầm"),
    "attest": lambda work, n, day, who: completion.attest_assignment(work, n, effective_on=day, note="đạt"),
    "suspend": lambda work, n, day, who: suspension.suspend_assignment(
        work, n, note="chờ", document="2/VB", effective_on=day
    ),
    "resume": lambda work, n, day, who: suspension.resume_assignment(work, n, shifts_deadline=who % 2 == 0),
    "reopen": lambda work, n, day, who: suspension.reopen_assignment(work, n, note="chưa xong"),
    "withdraw": lambda work, n, day, who: actions_transfer.withdraw_assignment(work, n, note="nhầm", effective_on=day),
    "cancel": lambda work, n, day, who: actions_transfer.cancel_assignment(
        work, n, note="thôi", document="1/QĐ", document_on=day
    ),
    "transfer": lambda work, n, day, who: actions_transfer.transfer_assignment(
        work, n, body="Sở Nội vụ", note="chuyển"
    ),
    "merge": lambda work, n, day, who: actions_transfer.merge_assignment(work, n, into_id=who, note="trùng"),
    "urge": lambda work, n, day, who: suspension.urge_unit(work, n, note="gấp"),
    "tag": lambda work, n, day, who: (
        tags.tag_assignment(work, n, name=f"nhãn {day}")
        if who % 2
        else tags.untag_assignment(work, n, name=f"nhãn {day}")
    ),
}
CALLED_OTHERWISE = {
    "report_progress": "progress",
    "request_extension": "request",
    "grant_extension": "grant",
    "refuse_extension": "refuse",
    "demand_evidence": "evidence",
}
OF_A_SHARE = {"confirm": "receive_share", "send_back": "return_share"}
WARD, OFFICE, LEADER = 0, 3, 5
STAGES = (
    (),
    ((WARD, "decline"),),
    ((WARD, "request"),),
    ((WARD, "submit"),),
    ((WARD, "submit"), (OFFICE, "confirm")),
    ((LEADER, "suspend"),),
)
"""Where a run begins: who does what, one after the other."""
ENDINGS = frozenset({"withdraw", "cancel", "transfer", "merge"})
LATER, SOONER = ("request", "grant"), ("set_deadline", "divide")


class AnyLife(RuleBasedStateMachine):
    """One task with a coordinating unit in the hands of everybody; the town stays the same from run to run."""

    session: Session
    everybody: list[Actor]
    units: list[int]
    carried_out: set[str]

    def __init__(self) -> None:
        super().__init__()
        self.clock = ManualClock(local_instant(GIVEN, 9))
        ward, other = (self.session.get_one(Unit, each) for each in self.units[:2])
        [lead] = a_directive(
            self.session, ward, due_on=DUE, given_on=GIVEN, coordinating=(other,), kind=TermKind.CONTINUOUS
        )
        self.lead = lead.id
        self.both = [each.id for each in task_queries.list_task_assignments(self.session, lead.task_id)]
        self.lines = 2
        self.session.commit()

    @initialize(stage=st.sampled_from(STAGES))
    def begins_somewhere(self, stage: tuple[tuple[int, str], ...]) -> None:
        """Bring the lead's assignment to one of the places from which less usual steps lead on."""
        for by, verb in stage:
            day = DUE + dt.timedelta(days=9) if verb in LATER else civil_day(self.clock.now())
            self.act(self.everybody[by], verb, self.lead, day, 2)

    @rule(days=st.integers(0, 20))
    def days_go_by(self, days: int) -> None:
        self.clock.move_to(self.clock.now() + dt.timedelta(days=days, minutes=1))

    @rule(place=st.integers(0, 1), choice=st.integers(0, 200), who=st.integers(1, 9))
    def somebody_entitled_acts(self, place: int, choice: int, who: int) -> None:
        """Take one of all the steps that pages offer to anybody now, on a day that suits it."""
        number = self.both[place]
        today = civil_day(self.clock.now())
        offers: list[tuple[Actor, str]] = []
        for actor in self.everybody:
            try:
                seen = task_detail.view_assignment(
                    UnitOfWork(session=self.session, actor=actor, now=self.clock.now()), number
                )
            except Refusal:
                continue
            names = [CALLED_OTHERWISE.get(action, action.value) for action in sorted(seen.actions)]
            is_share = seen.assignment.part is not AssignmentRole.LEAD
            offers += [(actor, OF_A_SHARE.get(name, name) if is_share else name) for name in names]
        if not offers:
            return
        offers = [offer for offer in offers if offer[1] not in ENDINGS] or offers if choice % 8 else offers
        verb = sorted({name for _, name in offers})[choice % len({name for _, name in offers})]
        actor = next(each for each, name in offers if name == verb)
        due_on = self.session.get_one(Assignment, self.lead).due_on or today
        day = max(today, due_on) + dt.timedelta(days=who) if verb in LATER else today
        self.act(actor, verb, number, min(day, due_on) if verb in SOONER else day, who)

    @rule(
        verb=st.sampled_from(sorted(VERBS)),
        place=st.integers(0, 1),
        by=st.integers(0, 7),
        offset=st.integers(-40, 60),
        who=st.integers(1, 9),
    )
    def somebody_tries(self, verb: str, place: int, by: int, offset: int, who: int) -> None:
        """Let anybody try anything on any day."""
        actor = self.everybody[by % len(self.everybody)]
        day = civil_day(self.clock.now()) + dt.timedelta(days=offset)
        self.act(actor, verb, self.both[place], day, who)

    def act(self, actor: Actor, verb: str, number: int, day: dt.date, who: int) -> None:
        self.session.rollback()
        before = self.session.get_one(Assignment, number)
        state, part, unit_id = before.state, before.part, before.unit_id
        try:
            with unit_of_work(self.session, actor, self.clock) as work:
                VERBS[verb](work, number, day, who)
        except Refusal:
            assert self.count() == self.lines
            return
        after = self.count()
        assert after > self.lines
        self.lines = after
        line = event_log.list_assignment_events(self.session, number)[-1]
        assert state in verbs.VERBS[line.action].moves
        self.was_entitled(actor, line, part, unit_id)
        self.carried_out.add(verb)

    def was_entitled(self, actor: Actor, line: TaskEvent, part: AssignmentRole, unit_id: int) -> None:
        """Check the table of permissions by itself, and four eyes."""
        if part is AssignmentRole.LEAD:
            needed = verbs.VERBS[line.action].permission
            origin = task_queries.load_assignment(self.session, line.assignment_id)
            assert origin is not None
            assert has_permission(actor, needed, unit_id=unit_id, origin=origin.task.origin)
        else:
            of_share = verbs.VERBS[line.action].share_permission
            assert of_share is not None and get_permission_scope(actor, of_share)
        for report in self.session.scalars(sa.select(Submission)):
            if report.verdict == "accepted" and report.reported_by_id is not None:
                assert report.decided_by_id != report.reported_by_id

    def count(self) -> int:
        self.session.rollback()
        question = sa.select(sa.func.count()).where(TaskEvent.assignment_id.in_(self.both))
        return self.session.scalar(question) or 0

    @invariant()
    def the_diary_tells_where_everything_stands(self) -> None:
        self.session.rollback()
        for number in self.both:
            assignment = self.session.get_one(Assignment, number)
            lines = event_log.list_assignment_events(self.session, number)
            assert [line.sequence for line in lines] == list(range(1, len(lines) + 1))
            state = AssignmentState.DRAFT
            for line in lines:
                assert line.state_before is state
                state = verbs.VERBS[line.action].moves[state] or state
                assert line.state_after is state
            assert (assignment.state, assignment.due_on) == (state, lines[-1].due_on)
            assert assignment.original_due_on == DUE
            if assignment.part is AssignmentRole.LEAD:
                told = list(replay_history(event_log.to_history_entry(line) for line in lines))
                assert told == [
                    event_log.to_status_interval(row) for row in event_log.list_current_intervals(self.session, number)
                ]
                assert told[-1].due_on == assignment.due_on
                if assignment.state is AssignmentState.DONE:
                    assert told[-1].done_on == assignment.done_on

    def teardown(self) -> None:
        self.session.rollback()


def the_town(session: Session) -> tuple[list[Actor], list[int]]:
    """Add three units and people of every role; return them."""
    ward, other = a_unit(session), a_unit(session, "HC", "UBND phường Hương Chữ")
    office = a_unit(session, "VP", "Văn phòng")
    the_calendar_of(session, 2021)
    people = [
        an_official(session, Role.WARD_OFFICIAL, ward),
        an_official(session, Role.UNIT_HEAD, ward),
        an_official(session, Role.OFFICER, other),
        an_official(session, Role.OFFICE, office),
        an_official(session, Role.COORDINATOR, office),
        an_official(session, Role.LEADER, office),
        an_official(session, Role.LEADER, ward, "lãnh đạo ở phường"),
        an_official(session, Role.AUDITOR, None),
    ]
    return people, [ward.id, other.id, office.id]


@pytest.mark.random_cases
def test_no_order_of_verbs_leaves_the_table(session: Session, engine: sa.Engine) -> None:
    with database_engine.skip_disk_sync(engine):
        everybody, units = the_town(session)
        carried_out: set[str] = set()
        town = {"session": session, "everybody": everybody, "units": units, "carried_out": carried_out}
        run_state_machine_as_test(
            type("AnyLifeHere", (AnyLife,), town),
            settings=settings(max_examples=RUNS, stateful_step_count=STEPS_OF_A_RUN),
        )

    found = verify_records(session)
    assert (found.broken_line, found.differing) == (None, ())
    assert len(carried_out) > min(len(VERBS) // 2, RUNS), "too few verbs were carried out to learn anything"


def _offered() -> set[str]:
    """Return the functions of the actions package that take an assignment by its number."""
    modules = [import_module(f"{actions.__name__}.{each.name}") for each in pkgutil.iter_modules(actions.__path__)]
    return {
        name
        for module in modules
        for name, function in vars(module).items()
        if inspect.isfunction(function) and function.__module__ == module.__name__ and not name.startswith("_")
        if list(inspect.signature(function).parameters)[:2] == ["work", "assignment_id"]
    }


def test_every_action_the_town_offers_is_tried() -> None:
    offered = {
        name for name in _offered() if "occurrence" not in name and "recurrence" not in name
    }  # test_occurrences: this task has none
    elsewhere = {"close_requests", "close_extension", "open_for_change", "change_object_count"} | {
        name for name in offered if name.startswith(("get_term", "record_"))
    }
    tried = {name for verb in VERBS.values() for name in verb.__code__.co_names}

    assert len(offered) > 25
    assert offered - elsewhere <= tried
