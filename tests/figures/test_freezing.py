"""A period that was frozen stays as it was; what was learnt later is explained task by task, and nothing else."""

from __future__ import annotations

import datetime as dt

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.builders import a_directive, a_unit, an_official
from tests.support.diaries import written
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import freezing, membership
from tracker.figures.membership import digest_members
from tracker.figures.models import FrozenMember, FrozenPeriod
from tracker.law.lifecycle import Action
from tracker.law.permissions import Role
from tracker.law.tally import ImbalanceError, Tally, must_balance
from tracker.law.timing import Timing
from tracker.office.people import COMMAND_LINE
from tracker.operations import verification
from tracker.tasks.events import StatusIntervalRow
from tracker.tasks.models import Assignment

pytestmark = pytest.mark.both_databases

ALLOW_CHANGES = {
    "sqlite": ["DROP TRIGGER frozen_member_refuses_update"],
    "postgresql": ["ALTER TABLE frozen_member DISABLE TRIGGER frozen_member_is_append_only"],
}
CUT_OFF = dt.date(2021, 11, 10)
LATER = dt.date(2021, 12, 1)
YEAR = "2021"


def finish(session: Session, assignment: Assignment, done_on: dt.date, recorded_on: dt.date) -> None:
    """Let work be reported and confirmed on a day, with the day on which it was finished."""
    for action in (Action.ACCEPT, Action.REPORT_PROGRESS):
        written(session, recorded_on, assignment, action, effective_on=done_on, note="Đang làm")
    written(session, recorded_on, assignment, Action.SUBMIT, effective_on=done_on, note="Xong")
    written(session, recorded_on, assignment, Action.CONFIRM, effective_on=done_on)


@pytest.fixture
def work_of_the_year(session: Session) -> list[Assignment]:
    """Return six directives to a ward: two overdue, one in time, one finished early, two left alone."""
    ward = a_unit(session)
    due = [dt.date(2021, 10, 1)] * 2 + [dt.date(2021, 12, 20)] + [dt.date(2021, 9, 1)] + [dt.date(2021, 12, 31)] * 2
    given = [a_directive(session, ward, due_on=day, content=f"Việc {n}")[0] for n, day in enumerate(due)]
    finish(session, given[3], dt.date(2021, 8, 2), dt.date(2021, 8, 3))
    return given


def frozen(session: Session, day: dt.date = CUT_OFF, **asked: object) -> FrozenPeriod:
    """Freeze the year on an evening."""
    with unit_of_work(session, COMMAND_LINE, ManualClock(local_instant(day, 18))) as work:
        number = freezing.freeze_figures(work, YEAR, **asked).id  # type: ignore[arg-type]  # names are checked
    return session.get_one(FrozenPeriod, number)


def looking(session: Session, day: dt.date = LATER) -> UnitOfWork:
    return UnitOfWork(session=session, actor=COMMAND_LINE, now=local_instant(day, 10))


def test_freezing_keeps_figures_members_and_the_end_of_the_diary(
    session: Session, work_of_the_year: list[Assignment]
) -> None:
    kept = frozen(session)
    figures = freezing.get_frozen_figures(kept)

    assert (kept.year, kept.number, kept.as_of, kept.first_on) == (2021, 1, CUT_OFF, dt.date(2020, 12, 15))
    assert (figures.total[Timing.OPEN_OVERDUE], figures.total[Timing.DONE_EARLY], figures.total.total) == (2, 1, 6)
    assert kept.members == len(work_of_the_year)
    assert digest_members(membership.walk_frozen_members(session, kept.id)) == kept.members_hash
    assert len(kept.event_head_hash) == 64 and kept.event_count == kept.last_event_id


def test_a_completion_recorded_late_is_explained_and_does_not_touch_what_was_frozen(
    session: Session, work_of_the_year: list[Assignment]
) -> None:
    kept = frozen(session)
    finish(session, work_of_the_year[0], dt.date(2021, 11, 8), dt.date(2021, 11, 15))

    found = freezing.explain_frozen_figures(looking(session), kept)

    [only] = found.changes
    assert only.change.known.assignment_id == work_of_the_year[0].id
    assert only.change.before is not None and only.change.after is not None
    assert (only.change.before.timing, only.change.after.timing) == (Timing.OPEN_OVERDUE, Timing.DONE_LATE)
    assert [line.action for line in only.lines] == [Action.CONFIRM]
    assert freezing.get_frozen_figures(kept).total[Timing.OPEN_OVERDUE] == found.before[Timing.OPEN_OVERDUE] == 2


def test_two_extensions_and_a_reopening_are_exactly_three_differences(
    session: Session, work_of_the_year: list[Assignment]
) -> None:
    kept = frozen(session)
    for late in work_of_the_year[:2]:
        written(
            session, dt.date(2021, 11, 20), late, Action.GRANT_EXTENSION, due_on=dt.date(2021, 12, 31), note="Gia hạn"
        )
    written(session, dt.date(2021, 11, 21), work_of_the_year[3], Action.REOPEN, note="Làm lại")

    same_days = freezing.explain_frozen_figures(looking(session), kept)
    today = freezing.explain_frozen_figures(looking(session), kept, as_of=LATER)

    assert same_days.changes == []
    assert [each.change.known.assignment_id for each in today.changes] == [
        work_of_the_year[number].id for number in (0, 1, 3)
    ]


def test_a_second_freeze_supersedes_for_a_reason_and_both_stay(
    session: Session, work_of_the_year: list[Assignment]
) -> None:
    first = frozen(session)
    with pytest.raises(Refusal) as refused:
        frozen(session)
    finish(session, work_of_the_year[1], dt.date(2021, 11, 9), dt.date(2021, 11, 12))
    second = frozen(session, LATER, as_of=CUT_OFF, reason="Phường báo cáo bổ sung")

    assert (refused.value.reason, refused.value.field) == (Reason.NOTE_MISSING, "reason")
    assert (second.number, second.supersedes_id) == (2, first.id)
    [only] = freezing.compare_frozen_periods(looking(session), first, second).changes
    assert only.change.known.assignment_id == work_of_the_year[1].id


def test_a_day_outside_the_period_or_in_the_future_is_refused(session: Session) -> None:
    a_unit(session)
    for day, reason in ((dt.date(2022, 1, 5), Reason.DATE_OUTSIDE_PERIOD), (LATER, Reason.DATE_IN_FUTURE)):
        with pytest.raises(Refusal) as refused:
            frozen(session, as_of=day)
        assert (refused.value.reason, refused.value.field) == (reason, "as_of")


def test_people_of_a_unit_do_not_freeze(session: Session) -> None:
    ward = an_official(session, Role.WARD_OFFICIAL, a_unit(session))
    with (
        pytest.raises(Refusal, match="not_allowed"),
        unit_of_work(session, ward, ManualClock(local_instant(CUT_OFF, 9))) as work,
    ):
        freezing.freeze_figures(work, YEAR)


@pytest.mark.parametrize("table", [FrozenPeriod.__tablename__, FrozenMember.__tablename__])
@pytest.mark.parametrize("verb", ["UPDATE {} SET as_of = as_of", "DELETE FROM {}"])
def test_the_database_refuses_to_change_what_was_frozen(
    session: Session, work_of_the_year: list[Assignment], table: str, verb: str
) -> None:
    frozen(session)
    statement = verb.format(table).replace("as_of", "id")

    with pytest.raises(sa.exc.DBAPIError, match="append-only"):
        session.execute(sa.text(statement))


def test_verifying_finds_one_altered_member_of_what_was_frozen(
    session: Session, work_of_the_year: list[Assignment]
) -> None:
    first = frozen(session)
    finish(session, work_of_the_year[0], dt.date(2021, 11, 8), dt.date(2021, 11, 15))
    second = frozen(session, LATER, as_of=CUT_OFF, reason="Bổ sung")
    before = verification.verify_records(session)
    for trigger in ALLOW_CHANGES[session.get_bind().dialect.name]:
        session.execute(sa.text(trigger))
    session.execute(
        sa.update(FrozenMember)
        .where(FrozenMember.frozen_id == first.id, FrozenMember.assignment_id == work_of_the_year[2].id)
        .values(due_on=dt.date(2021, 12, 21))
    )

    assert (before.frozen, before.thawed, before.differing) == (2, (), ())
    assert verification.verify_records(session).thawed == (first.id,)
    assert second.id != first.id
    session.rollback()


def test_verifying_finds_one_altered_interval(session: Session, work_of_the_year: list[Assignment]) -> None:
    changed = work_of_the_year[3].id
    session.execute(
        sa.update(StatusIntervalRow)
        .where(StatusIntervalRow.assignment_id == changed, StatusIntervalRow.done_on.is_not(None))
        .values(done_on=dt.date(2021, 8, 1))
    )

    assert verification.verify_records(session).differing == (changed,)


def test_figures_that_contradict_one_another_are_not_shown() -> None:
    one = Tally({Timing.DONE_EARLY: 2})
    with pytest.raises(ImbalanceError, match="unit"):
        must_balance("unit", one, [Tally({Timing.DONE_EARLY: 1}), Tally({Timing.DONE_LATE: 1})])
