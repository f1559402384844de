"""A duty that comes again: each occurrence reported and confirmed, skipped or ended; the duty judged by the last."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official, the_calendar_of
from tests.support.recurring import a_recurring_directive
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.occurrences import OccurrenceTally, count_occurrences
from tracker.law.permissions import Actor, Role, Scope
from tracker.law.replay import get_interval_on, replay_history
from tracker.law.timing import Timing, classify_timing
from tracker.tasks import detail as task_detail, event_log, lists as task_lists, queries as task_queries
from tracker.tasks.actions import completion, occurrence, suspension
from tracker.tasks.models import Assignment
from tracker.tasks.selection import Selection

QUARTERS = [dt.date(2021, 3, 31), dt.date(2021, 6, 30), dt.date(2021, 9, 30), dt.date(2021, 12, 31)]


class Rhythm:
    """A ward with a duty of four quarters, its official, the office that confirms."""

    def __init__(self, session: Session, clock: ManualClock, phrase: str = "Định kỳ hằng quý") -> None:
        self.session, self.clock = session, clock
        self.ward = a_unit(session)
        for year in (2020, 2021, 2022):
            the_calendar_of(session, year)
        self.official = an_official(session, Role.WARD_OFFICIAL, self.ward)
        self.office = an_official(session, Role.OFFICE, a_unit(session, "VP", "Văn phòng"))
        self.number = a_recurring_directive(session, self.ward, phrase=phrase).id

    def on(self, day: dt.date, actor: Actor, act: Callable[[UnitOfWork], object]) -> None:
        """Let somebody act on a civil day."""
        self.clock.move_to(local_instant(day, 9))
        with unit_of_work(self.session, actor, self.clock) as work:
            act(work)

    def done(self, number: int, day: dt.date) -> None:
        """Let the ward report an occurrence and the office confirm it, both on one day."""
        self.on(day, self.official, self.reported(number, day))
        self.on(day, self.office, lambda w: occurrence.confirm_occurrence(w, self.number, number=number))

    def reported(self, number: int, day: dt.date) -> Callable[[UnitOfWork], object]:
        """Return the report of an occurrence."""
        return lambda w: occurrence.submit_occurrence(w, self.number, number=number, done_on=day, note="Xong")

    def tally(self, day: dt.date) -> OccurrenceTally:
        """Count the occurrences as of a day."""
        self.session.rollback()
        return count_occurrences(task_queries.list_occurrences(self.session, self.number), day)

    def stands(self, day: dt.date) -> Timing:
        """Return where the duty stood at the close of a day."""
        lines = event_log.list_assignment_events(self.session, self.number)
        state = get_interval_on(replay_history(map(event_log.to_history_entry, lines)), day)
        assert state is not None
        return classify_timing(state, day)

    def now(self) -> Assignment:
        """Return the assignment as it stands."""
        self.session.rollback()
        return self.session.get_one(Assignment, self.number)


@pytest.fixture
def rhythm(session: Session, clock: ManualClock) -> Rhythm:
    """Return the ward."""
    return Rhythm(session, clock)


def test_k30_the_duty_is_judged_by_its_last_occurrence_and_occurrences_are_counted_apart(rhythm: Rhythm) -> None:
    rhythm.done(1, dt.date(2021, 4, 2))
    rhythm.done(2, dt.date(2021, 6, 28))
    assert rhythm.tally(dt.date(2021, 7, 1)) == OccurrenceTally(on_time=1, late=1, not_due=2)
    assert rhythm.stands(dt.date(2021, 7, 1)) is Timing.OPEN_IN_TIME
    rhythm.done(3, dt.date(2021, 9, 30))
    rhythm.done(4, dt.date(2021, 12, 31))

    assert rhythm.tally(dt.date(2021, 12, 31)) == OccurrenceTally(on_time=3, late=1)
    assert (rhythm.now().state, rhythm.now().done_on) == (AssignmentState.DONE, QUARTERS[3])
    assert rhythm.stands(dt.date(2021, 12, 31)) is Timing.DONE_ON_DAY
    assert event_log.list_assignment_events(rhythm.session, rhythm.number)[-1].action is Action.COMPLETE


def test_k31_what_is_given_in_may_begins_in_may(session: Session, clock: ManualClock) -> None:
    monthly = a_recurring_directive(
        session, a_unit(session), phrase="chậm nhất ngày 20 hằng tháng", given_on=dt.date(2021, 5, 15)
    )

    days = [each.due_on for each in task_queries.list_occurrences(session, monthly.id)]
    assert (days[0], len(days)) == (dt.date(2021, 5, 20), 8)


def test_the_thirty_first_of_each_month_is_the_last_of_a_short_one(session: Session) -> None:
    ward = a_unit(session)
    for year, last in ((2021, 28), (2024, 29)):
        given = a_recurring_directive(session, ward, phrase="ngày 31 hằng tháng", given_on=dt.date(year, 1, 4))
        days = [each.due_on for each in task_queries.list_occurrences(session, given.id)]
        assert days[1] == dt.date(year, 2, last)


def test_nobody_confirms_an_occurrence_they_reported(rhythm: Rhythm) -> None:
    both = an_official(rhythm.session, Role.WARD_OFFICIAL, rhythm.ward, "hai vai")
    office = an_official(rhythm.session, Role.OFFICE, rhythm.ward, "hai vai 2")
    two = Actor(both.user_id, both.name, (*both.posts, *office.posts))
    rhythm.on(dt.date(2021, 3, 1), two, rhythm.reported(1, dt.date(2021, 3, 1)))

    with pytest.raises(Refusal) as refusal:
        rhythm.on(dt.date(2021, 3, 2), two, lambda w: occurrence.confirm_occurrence(w, rhythm.number, number=1))
    assert refusal.value.reason is Reason.OWN_REPORT


def test_a_report_sent_back_is_made_anew(rhythm: Rhythm) -> None:
    rhythm.on(dt.date(2021, 3, 1), rhythm.official, rhythm.reported(1, dt.date(2021, 3, 1)))
    rhythm.on(
        dt.date(2021, 3, 2),
        rhythm.office,
        lambda w: occurrence.return_occurrence_report(w, rhythm.number, number=1, note="Thiếu phụ lục"),
    )
    rhythm.done(1, dt.date(2021, 4, 5))

    assert rhythm.tally(dt.date(2021, 4, 5)) == OccurrenceTally(late=1, not_due=3)


def test_a_duty_is_not_reported_whole_while_occurrences_are_due(rhythm: Rhythm) -> None:
    with pytest.raises(Refusal) as refusal:
        rhythm.on(
            dt.date(2021, 3, 1),
            rhythm.official,
            lambda w: completion.submit_completion(w, rhythm.number, done_on=w.today, note="Xong"),
        )
    assert (refusal.value.reason, refusal.value.details["number"]) == (Reason.OCCURRENCES_OPEN, 4)


def test_skipping_pausing_and_ending_each_leave_one_line_and_finish_what_is_left(rhythm: Rhythm) -> None:
    number = rhythm.number
    rhythm.done(1, dt.date(2021, 3, 30))
    rhythm.on(
        dt.date(2021, 4, 1),
        rhythm.office,
        lambda w: occurrence.cancel_occurrence(w, number, number=2, note="Cách ly y tế"),
    )
    rhythm.on(
        dt.date(2021, 7, 1),
        rhythm.office,
        lambda w: occurrence.suspend_recurrence(
            w, number, from_on=dt.date(2021, 8, 1), to_on=dt.date(2021, 10, 31), note="Giãn cách"
        ),
    )
    assert rhythm.tally(dt.date(2021, 7, 1)) == OccurrenceTally(on_time=1, not_due=1, skipped=2)
    rhythm.on(
        dt.date(2021, 11, 1),
        rhythm.office,
        lambda w: occurrence.end_recurrence(w, number, ends_on=w.today, note="Hết nhu cầu"),
    )

    lines = [line.action for line in event_log.list_assignment_events(rhythm.session, number)]
    assert lines[-4:] == [Action.SKIP_OCCURRENCE, Action.PAUSE_OCCURRENCES, Action.END_OCCURRENCES, Action.COMPLETE]
    assert (rhythm.now().state, rhythm.now().done_on) == (AssignmentState.DONE, dt.date(2021, 3, 30))


def test_a_unit_is_urged_once_a_day_and_its_state_stays(rhythm: Rhythm) -> None:
    before = rhythm.now().state
    rhythm.on(dt.date(2021, 3, 1), rhythm.office, lambda w: suspension.urge_unit(w, rhythm.number))
    with pytest.raises(Refusal) as refusal:
        rhythm.on(dt.date(2021, 3, 1), rhythm.office, lambda w: suspension.urge_unit(w, rhythm.number))
    rhythm.on(dt.date(2021, 3, 2), rhythm.office, lambda w: suspension.urge_unit(w, rhythm.number))

    assert (refusal.value.reason, rhythm.now().state) == (Reason.ALREADY_URGED, before)
    with unit_of_work(rhythm.session, rhythm.office, rhythm.clock) as work:
        assert task_detail.view_assignment(work, rhythm.number).times_urged == 2


def test_a_list_says_how_many_occurrences_are_done_of_those_not_skipped(rhythm: Rhythm) -> None:
    rhythm.done(1, dt.date(2021, 3, 30))
    rhythm.on(
        dt.date(2021, 4, 5),
        rhythm.office,
        lambda w: occurrence.cancel_occurrence(w, rhythm.number, number=2, note="Ghép vào quý III"),
    )
    rhythm.session.rollback()
    selection = Selection(as_of=dt.date(2021, 4, 6), scope=Scope(everywhere=True))
    [row] = task_lists.stream_task_rows(rhythm.session, selection)

    assert (row.occurrences_done, row.occurrences) == (1, 3)
