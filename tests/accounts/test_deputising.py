"""«Nguyễn Văn X thay Trần Thị Y»: for some days, with Y's powers, and always under both names."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tracker.accounts import accounts as account_accounts, deputies
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.lifecycle import Action
from tracker.law.permissions import Actor, Origin, Permission, Role, get_permission_scope, has_permission
from tracker.office import people as office_people
from tracker.office.models import Deputation, Person
from tracker.office.people import COMMAND_LINE
from tracker.reminders import queries as reminder_queries
from tracker.tasks import detail as task_detail
from tracker.tasks.actions import completion, transfer as actions_transfer
from tracker.tasks.events import TaskEvent

FIRST, LAST = dt.date(2021, 11, 10), dt.date(2021, 11, 12)
CONFIRMING = {Action.CONFIRM, Action.SEND_BACK}


def work_of(session: Session, actor: Actor, clock: ManualClock) -> UnitOfWork:
    """Return the work of somebody who only looks."""
    return UnitOfWork(session=session, actor=actor, now=clock.now())


def named(session: Session, clock: ManualClock, principal: Actor, deputy: Actor) -> None:
    """Let `principal` name a deputy for three days."""
    with unit_of_work(session, principal, clock) as work:
        deputies.name_deputy(
            work, principal.user_id or 0, deputy_id=deputy.user_id or 0, valid_from=FIRST, valid_to=LAST
        )


def on(session: Session, who: Actor, day: dt.date) -> Actor:
    """Return somebody as they act on a day."""
    return office_people.get_person_actor(session, session.get_one(Person, who.user_id), day)


def test_a_deputy_holds_the_principals_posts_from_the_first_day_to_the_last(
    session: Session, clock: ManualClock
) -> None:
    office, other = a_unit(session, "VP", "Văn phòng"), a_unit(session)
    head, officer = an_official(session, Role.OFFICE, office), an_official(session, Role.OFFICER, other)
    named(session, clock, head, officer)

    days = [FIRST - dt.timedelta(days=1), FIRST, LAST, LAST + dt.timedelta(days=1)]
    assert [has_permission(on(session, officer, day), Permission.TASK_CONFIRM, origin=Origin.TOWN) for day in days] == [
        False,
        True,
        True,
        False,
    ]
    assert has_permission(on(session, officer, FIRST), Permission.TASK_SUBMIT, unit_id=other.id)
    told = [post.person_id for post in reminder_queries.held_posts(session, FIRST) if post.role is Role.OFFICE]
    assert told == [head.user_id, officer.user_id]


def test_what_a_deputy_does_stands_under_both_names_and_the_own_work_under_one(
    session: Session, clock: ManualClock
) -> None:
    ward, office = a_unit(session), a_unit(session, "VP", "Văn phòng")
    boss = an_official(session, Role.OFFICE, office, "y")
    deputy = an_official(session, Role.WARD_OFFICIAL, ward, "x")
    [own] = a_directive(session, ward)
    other_ward = a_unit(session, "HV", "UBND phường Hương Văn")
    [others] = a_directive(session, other_ward)
    named(session, clock, boss, deputy)
    acting = on(session, deputy, FIRST)

    with unit_of_work(session, acting, clock) as work:
        completion.accept_assignment(work, own.id)
        actions_transfer.withdraw_assignment(work, others.id, note="Giao nhầm")

    lines = session.execute(
        select(TaskEvent.actor_name, TaskEvent.acting_for_id)
        .where(TaskEvent.actor_id == deputy.user_id)
        .order_by(TaskEvent.id)
    ).all()
    assert [tuple(line) for line in lines] == [("x", None), ("x (thay y)", boss.user_id)]


def test_four_eyes_hold_whoever_acts_for_whom(session: Session, clock: ManualClock) -> None:
    ward, office = a_unit(session), a_unit(session, "VP", "Văn phòng")
    boss = an_official(session, Role.OFFICE, office, "y")
    reporter = an_official(session, Role.WARD_OFFICIAL, ward, "x")
    [assignment] = a_directive(session, ward)
    with unit_of_work(session, reporter, clock) as work:
        completion.submit_completion(work, assignment.id, done_on=FIRST, note="Đã xong")
    named(session, clock, boss, reporter)  # who reported now acts for who confirms
    third = an_official(session, Role.OFFICE, office, "z")
    named(session, clock, reporter, third)  # who confirms now acts for who reported

    for who in (reporter, third):
        acting = on(session, who, FIRST)
        assert not task_detail.view_assignment(work_of(session, acting, clock), assignment.id).actions & CONFIRMING
        with pytest.raises(Refusal) as refused, unit_of_work(session, acting, clock) as work:
            completion.confirm_completion(work, assignment.id)
        assert refused.value.reason is Reason.OWN_REPORT
    with unit_of_work(session, on(session, boss, FIRST), clock) as work:
        completion.confirm_completion(work, assignment.id)


def test_who_was_represented_does_not_confirm_the_deputys_report(session: Session, clock: ManualClock) -> None:
    ward, office = a_unit(session), a_unit(session, "VP", "Văn phòng")
    deputy = an_official(session, Role.OFFICER, office, "x")
    principal = an_official(session, Role.WARD_OFFICIAL, ward, "y")
    [assignment] = a_directive(session, ward)
    named(session, clock, principal, deputy)
    with unit_of_work(session, on(session, deputy, FIRST), clock) as work:
        completion.submit_completion(work, assignment.id, done_on=FIRST, note="Đã xong")
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        account_accounts.add_post(work, principal.user_id or 0, role=Role.OFFICE, unit_id=office.id)

    with pytest.raises(Refusal) as refused, unit_of_work(session, on(session, principal, FIRST), clock) as work:
        completion.confirm_completion(work, assignment.id)

    assert refused.value.reason is Reason.OWN_REPORT


def test_nobody_administers_by_deputation(session: Session, clock: ManualClock) -> None:
    admin = an_official(session, Role.ADMINISTRATOR, None)
    officer = an_official(session, Role.OFFICER, a_unit(session))
    session.add(Deputation(principal_id=admin.user_id, deputy_id=officer.user_id, valid_from=FIRST, valid_to=LAST))
    session.commit()

    assert not get_permission_scope(on(session, officer, FIRST), Permission.PEOPLE_MANAGE)


def test_a_deputation_ends_early_and_only_by_those_concerned(session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    head, officer = an_official(session, Role.UNIT_HEAD, ward), an_official(session, Role.OFFICER, ward)
    named(session, clock, head, officer)
    [(made, *_)] = office_people.list_deputations(session, head.user_id or 0)
    number = made.id
    clock.move_to(local_instant(LAST, 8))

    with pytest.raises(Refusal), unit_of_work(session, officer, clock) as work:
        deputies.end_deputation(work, number)
    with unit_of_work(session, head, clock) as work:
        deputies.end_deputation(work, number)

    assert on(session, officer, LAST).principals == {}
    assert on(session, officer, FIRST).principals == {head.user_id: head.name}


def test_a_second_deputy_in_the_same_days_is_refused(session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    head, officer = an_official(session, Role.UNIT_HEAD, ward), an_official(session, Role.OFFICER, ward)
    named(session, clock, head, officer)

    with pytest.raises(Refusal) as refused:
        named(session, clock, head, officer)

    assert refused.value.reason is Reason.DEPUTY_ALREADY_NAMED
