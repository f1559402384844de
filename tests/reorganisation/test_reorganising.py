"""Units that leave, merge, split, end or change their names: open work moves, finished work and past figures stay."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import statistics as figure_statistics
from tracker.figures.statistics import BreakdownGroup, UnitNaming
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Actor, Permission, Role, Scope, has_permission
from tracker.law.tally import Tally
from tracker.law.timing import DayState
from tracker.office import people as office_people, units
from tracker.office.models import LineageKind, Membership, Person, Unit
from tracker.office.name_reader import UnitKind
from tracker.office.people import COMMAND_LINE
from tracker.operations import verification
from tracker.reorganisation import execution
from tracker.reorganisation.execution import ReorganisationOutcome
from tracker.reorganisation.request import DecisionPaper, NewUnit, ReorganisationChoices, ReorganisationRequest
from tracker.tasks import classified
from tracker.tasks.actions import completion, correction
from tracker.tasks.cuts import Cut
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment
from tracker.tasks.selection import Count, Selection

DAY = dt.date(2021, 7, 1)
PAPER = DecisionPaper("1264/NQ-UBTVQH14", dt.date(2021, 4, 27), "Ủy ban Thường vụ Quốc hội")
EVERYTHING = Scope(everywhere=True)
EARLIER = [dt.date(2021, 1, 4) + dt.timedelta(days=7 * week) for week in range(26)] + [dt.date(2021, 6, 30)]


def by_successor(work: UnitOfWork, asked: Selection) -> Sequence[BreakdownGroup]:
    return figure_statistics.compute_figures(work, asked, Cut.UNIT, UnitNaming(by_successors=True)).groups


def change(kind: LineageKind, *of: Unit, **more: object) -> ReorganisationRequest:
    """Return a change of some units on 01/7/2021."""
    return ReorganisationRequest(kind, DAY, PAPER, tuple(unit.id for unit in of), **more)  # type: ignore[arg-type]  # test values


def carry_out(
    session: Session, clock: ManualClock, asked: ReorganisationRequest, choices: ReorganisationChoices | None = None
) -> ReorganisationOutcome:
    """Carry a change out on the cut-off day of the clock."""
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        return execution.execute_reorganisation(work, asked, choices)


def figures(session: Session, days: list[dt.date]) -> list[tuple[Tally, dict[int, Tally]]]:
    """Return the count of everything and of every unit on some days."""
    answer = []
    for day in days:
        asked = Selection(as_of=day, scope=EVERYTHING, count=Count.ASSIGNMENTS)
        answer.append((classified.count_selection(session, asked), classified.count_by_cut(session, asked, Cut.UNIT)))
    return answer


def done(session: Session, assignment: Assignment, unit: Unit, on: dt.date) -> None:
    """Let a unit report an assignment on a day, and the office confirm it the day after."""
    worker = an_official(session, Role.OFFICER, unit, f"can-bo-{assignment.id}")
    with unit_of_work(session, worker, ManualClock(local_instant(on, 9))) as work:
        completion.submit_completion(work, assignment.id, done_on=on, note="Đã xong")
    with unit_of_work(session, COMMAND_LINE, ManualClock(local_instant(on + dt.timedelta(days=1), 9))) as work:
        completion.confirm_completion(work, assignment.id)


def lines_of(session: Session, assignment: Assignment) -> list[TaskEvent]:
    """Return the event log of an assignment."""
    return list(
        session.scalars(select(TaskEvent).where(TaskEvent.assignment_id == assignment.id).order_by(TaskEvent.sequence))
    )


def test_a_ward_that_leaves_takes_its_open_work_along_and_leaves_its_past(session: Session, clock: ManualClock) -> None:
    stays, leaves = a_unit(session), a_unit(session, "HAIDUONG", "UBND xã Hải Dương")
    [finished] = a_directive(session, leaves, due_on=dt.date(2021, 3, 1))
    done(session, finished, leaves, dt.date(2021, 2, 20))
    kept, taken = a_directive(session, stays, leaves, due_on=dt.date(2021, 8, 1))
    before = figures(session, EARLIER)

    outcome = carry_out(session, clock, change(LineageKind.MOVED, leaves, to_name="UBND thành phố Huế"))

    assert (outcome.transferred, outcome.reassigned, outcome.merged) == (1, 0, 0)
    assert figures(session, EARLIER) == before
    session.expire_all()
    assert [each.state for each in (finished, kept, taken)] == ["done", "assigned", "transferred"]
    [*_, last] = lines_of(session, taken)
    assert (last.action, last.effective_on, last.details["to_name"]) == (Action.TRANSFER, DAY, "UBND thành phố Huế")
    assert "1264/NQ-UBTVQH14" in last.document
    eve, day = (
        classified.count_selection(session, Selection(as_of=each, scope=EVERYTHING)) for each in (EARLIER[-1], DAY)
    )
    assert (eve.total, day.total, day.excluded) == (3, 2, {DayState.TRANSFERRED: 1})
    assert leaves.valid_to == dt.date(2021, 6, 30)
    assert verification.verify_records(session).differing == ()


def test_a_dissolved_department_hands_open_work_on_and_keeps_what_it_did(session: Session, clock: ManualClock) -> None:
    health, office = a_unit(session, "YT", "Phòng Y tế"), a_unit(session, "VP", "Văn phòng")
    [finished] = a_directive(session, health, due_on=dt.date(2021, 3, 1))
    done(session, finished, health, dt.date(2021, 2, 20))
    [running] = a_directive(session, health, due_on=dt.date(2021, 8, 1))
    before = figures(session, EARLIER)

    carry_out(session, clock, change(LineageKind.DISSOLVED, health, successor_ids=(office.id,)))

    session.expire_all()
    assert (finished.unit_id, running.unit_id, running.state) == (health.id, office.id, AssignmentState.ASSIGNED)
    assert lines_of(session, running)[-1].details["unit_id"] == [health.id, office.id]
    assert figures(session, EARLIER) == before
    work = UnitOfWork(session=session, actor=COMMAND_LINE, now=clock.now())
    asked = Selection(as_of=work.today, scope=EVERYTHING, count=Count.ASSIGNMENTS)
    by_name = {group.key: group.tally.total for group in figure_statistics.build_breakdown(work, asked, Cut.UNIT)}
    [heir] = by_successor(work, asked)
    assert by_name == {health.id: 1, office.id: 1}
    assert (heir.key, heir.tally.total) == (office.id, 2)
    assert classified.count_selection(session, heir.selection).total == 2
    long_before = by_successor(work, asked.narrowed(as_of=dt.date(2021, 6, 30)))
    assert [group.key for group in long_before] == [health.id]


@pytest.mark.parametrize("keep_both", [False, True])
def test_two_wards_that_merge_have_one_directive_still(session: Session, clock: ManualClock, keep_both: bool) -> None:
    one, two = a_unit(session), a_unit(session, "HUONGVAN", "UBND phường Hương Văn")
    first, second = a_directive(session, one, two, due_on=dt.date(2021, 8, 1))
    before = figures(session, EARLIER)
    asked = change(LineageKind.MERGED, one, two, new_unit=NewUnit("HUONGTRA", "UBND phường Hương Trà", UnitKind.WARD))

    outcome = carry_out(session, clock, asked, ReorganisationChoices(keep_both=keep_both))

    session.expire_all()
    new = units.find_unit_by_code(session, "HUONGTRA")
    assert new is not None and new.valid_from == DAY
    assert first.unit_id == new.id
    assert (outcome.reassigned, outcome.merged) == ((2, 0) if keep_both else (1, 1))
    assert (second.unit_id, second.successor_id) == ((new.id, None) if keep_both else (two.id, first.id))
    by_directive = Selection(as_of=dt.date(2021, 11, 10), scope=EVERYTHING, count=Count.DIRECTIVES)
    assert classified.count_selection(session, by_directive).total == 1
    assert figures(session, EARLIER) == before
    assert verification.verify_records(session).differing == ()


def test_each_open_task_of_a_ward_that_splits_goes_to_the_half_that_was_chosen(
    session: Session, clock: ManualClock
) -> None:
    old, north, south = (a_unit(session, code, f"UBND phường {code}") for code in ("CU", "BAC", "NAM"))
    [first] = a_directive(session, old, due_on=dt.date(2021, 8, 1))
    [second] = a_directive(session, old, due_on=dt.date(2021, 8, 2))
    asked = change(LineageKind.SPLIT, old, successor_ids=(north.id, south.id))

    carry_out(session, clock, asked, ReorganisationChoices(shares={second.id: south.id}))

    session.expire_all()
    assert (first.unit_id, second.unit_id) == (north.id, south.id)


def test_a_renamed_unit_is_the_same_unit_with_an_alias(session: Session, clock: ManualClock) -> None:
    centre = a_unit(session, "TTVH", "Trung tâm Văn hóa - Thông tin và Thể thao", kind=UnitKind.SERVICE_UNIT)
    [running] = a_directive(session, centre, due_on=dt.date(2021, 8, 1))

    carry_out(session, clock, change(LineageKind.RENAMED, centre, to_name="Trung tâm Văn hóa, Thể thao"))

    session.expire_all()
    assert (centre.name, centre.valid_to) == ("Trung tâm Văn hóa, Thể thao", None)
    assert centre.aliases == ["Trung tâm Văn hóa - Thông tin và Thể thao"]
    assert (running.unit_id, len(lines_of(session, running))) == (centre.id, 1)
    assert [line.kind for line in units.list_unit_lineage(session)] == [LineageKind.RENAMED]


def test_people_go_with_the_work_and_lose_what_they_could_do_in_the_old_unit(
    session: Session, clock: ManualClock
) -> None:
    health, office = a_unit(session, "YT", "Phòng Y tế"), a_unit(session, "VP", "Văn phòng")
    goes, leaves = (an_official(session, Role.OFFICER, health, login) for login in ("di", "nghi"))
    both = an_official(session, Role.UNIT_HEAD, health, "kiem")
    session.add(
        Membership(person_id=both.user_id, unit_id=office.id, role=Role.UNIT_HEAD, valid_from=dt.date(2021, 1, 1))
    )
    session.commit()
    held = {post.person_id: post.id for post, _ in office_people.list_posts(session) if post.unit_id == health.id}

    carry_out(
        session,
        clock,
        change(LineageKind.DISSOLVED, health, successor_ids=(office.id,)),
        ReorganisationChoices(posts={held[leaves.user_id or 0]: None}),
    )

    def now(actor: Actor) -> Actor:
        return office_people.get_person_actor(session, session.get_one(Person, actor.user_id), dt.date(2021, 11, 10))

    assert [has_permission(now(who), Permission.TASK_SUBMIT, unit_id=office.id) for who in (goes, leaves)] == [
        True,
        False,
    ]
    assert not any(has_permission(now(who), Permission.TASK_SUBMIT, unit_id=health.id) for who in (goes, leaves, both))
    assert [post.unit_id for post in now(both).posts] == [office.id]


def test_a_report_that_waits_is_given_back_to_the_successor_and_its_day_may_stand(
    session: Session, clock: ManualClock
) -> None:
    health, office = a_unit(session, "YT", "Phòng Y tế"), a_unit(session, "VP", "Văn phòng")
    [reported] = a_directive(session, health, due_on=dt.date(2021, 8, 1))
    worker = an_official(session, Role.OFFICER, health)
    with unit_of_work(session, worker, ManualClock(local_instant(dt.date(2021, 6, 20), 9))) as work:
        completion.submit_completion(work, reported.id, done_on=dt.date(2021, 6, 20), note="Đã xong")
    asked = change(LineageKind.DISSOLVED, health, successor_ids=(office.id,))
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        assert execution.preview_reorganisation(work, asked).reported == 1

    carry_out(session, clock, asked)

    successor = an_official(session, Role.OFFICER, office)
    with unit_of_work(session, successor, clock) as work:
        completion.submit_completion(work, reported.id, done_on=work.today, note="Văn phòng báo cáo lại")
    leader = an_official(session, Role.LEADER, a_unit(session, "UB", "UBND thị xã"))
    with unit_of_work(session, leader, clock) as work:
        completion.confirm_completion(work, reported.id)
    with unit_of_work(session, leader, clock) as work:
        correction.redate_completion(
            work, reported.id, done_on=dt.date(2021, 6, 20), reason="Phòng Y tế đã làm xong trước ngày giải thể"
        )
    session.expire_all()
    assert (reported.state, reported.done_on) == (AssignmentState.DONE, dt.date(2021, 6, 20))


def test_nothing_is_half_done_when_the_last_step_fails(
    session: Session, clock: ManualClock, monkeypatch: pytest.MonkeyPatch
) -> None:
    leaves = a_unit(session)
    [running] = a_directive(session, leaves, due_on=dt.date(2021, 8, 1))
    an_official(session, Role.WARD_OFFICIAL, leaves)

    def power_cut(*_: object) -> None:
        raise RuntimeError("power cut")

    monkeypatch.setattr("tracker.reorganisation.execution._move_post", power_cut)
    with pytest.raises(RuntimeError):
        carry_out(session, clock, change(LineageKind.MOVED, leaves, to_name="UBND thành phố Huế"))

    session.expire_all()
    assert (running.state, leaves.valid_to, list(units.list_unit_lineage(session))) == ("assigned", None, [])


def test_what_moved_since_it_was_seen_is_shown_again(session: Session, clock: ManualClock) -> None:
    leaves = a_unit(session)
    asked = change(LineageKind.MOVED, leaves, to_name="UBND thành phố Huế")
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        seen = execution.preview_reorganisation(work, asked)
    a_directive(session, leaves, due_on=dt.date(2021, 8, 1))

    with pytest.raises(Refusal) as refused, unit_of_work(session, COMMAND_LINE, clock) as work:
        execution.execute_reorganisation(work, asked, mark=seen.mark)

    assert refused.value.reason is Reason.STALE


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"on": dt.date(2021, 11, 11)}, Reason.DATE_IN_FUTURE),
        ({"on": dt.date(2011, 1, 1)}, Reason.UNIT_NOT_ACTIVE),
        ({"to_name": ""}, Reason.SUCCESSOR_MISSING),
        ({"unit_ids": ()}, Reason.LEAD_MISSING),
        ({"unit_ids": (999,)}, Reason.UNIT_UNKNOWN),
    ],
)
def test_a_change_that_cannot_be_is_refused(
    session: Session, clock: ManualClock, more: dict[str, object], reason: Reason
) -> None:
    ward = a_unit(session)
    values: dict[str, object] = {"on": DAY, "unit_ids": (ward.id,), "to_name": "UBND thành phố Huế"} | more
    asked = ReorganisationRequest(LineageKind.MOVED, paper=PAPER, **values)  # type: ignore[arg-type]  # test values

    with pytest.raises(Refusal) as refused:
        carry_out(session, clock, asked)

    assert refused.value.reason is reason
