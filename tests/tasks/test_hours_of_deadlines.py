"""«17h00 ngày …»: on its day the hour of the report counts, unless the office counts by days."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official, leads_of, the_calendar_of
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.intake.directives import entry
from tracker.law.permissions import Origin, Role, Scope
from tracker.law.replay import get_interval_on, replay_history
from tracker.law.timing import Timing, classify_timing
from tracker.office.models import PolicySetting
from tracker.office.people import COMMAND_LINE
from tracker.operations import verification
from tracker.tasks import classified, event_log
from tracker.tasks.actions import completion, correction, deadline
from tracker.tasks.models import Task
from tracker.tasks.selection import Count, Selection

GIVEN, DUE = dt.date(2021, 6, 1), dt.date(2021, 6, 15)
NEXT = DUE + dt.timedelta(days=1)


class Ward:
    """A ward with a directive due at 17:00 on 15/6/2021, its official, the office that confirms, a leader."""

    def __init__(self, session: Session, clock: ManualClock) -> None:
        self.session, self.clock = session, clock
        the_calendar_of(session, 2021)
        ward, office = a_unit(session), a_unit(session, "VP", "Văn phòng")
        self.official = an_official(session, Role.WARD_OFFICIAL, ward)
        self.office = an_official(session, Role.OFFICE, office)
        self.leader = an_official(session, Role.LEADER, office)
        clock.move_to(local_instant(GIVEN, 9))
        with unit_of_work(session, COMMAND_LINE, clock) as work:
            made = entry.register_directive(
                work,
                entry.EnteredDirective(
                    origin=Origin.TOWN,
                    reference="10/UBND-VP",
                    given_on=GIVEN,
                    issuer="UBND thị xã",
                    leader="Chủ tịch",
                    content="Báo cáo nhanh",
                    term_text="trước 17 giờ 00 ngày 15/6/2021",
                    leads=[ward],
                ),
            )
            assert made is not None
        [task] = session.query(Task).all()
        assert (task.due_on, task.due_hour) == (DUE, "17:00")
        [self.lead] = [each.id for each in leads_of(session, task.id)]

    def report(self, on: dt.date, hour: int, minute: int = 0, *, done_on: dt.date = DUE) -> None:
        self.clock.move_to(local_instant(on, hour, minute))
        with unit_of_work(self.session, self.official, self.clock) as work:
            completion.submit_completion(work, self.lead, done_on=done_on, note="Đã xong")
        self.clock.move_to(local_instant(NEXT + dt.timedelta(days=1), 9))
        with unit_of_work(self.session, self.office, self.clock) as work:
            completion.confirm_completion(work, self.lead)

    def stands(self) -> Timing:
        """Return the timing by replay, which must be the one that figures count, and nothing may look altered."""
        self.session.rollback()
        told = replay_history(
            event_log.to_history_entry(each) for each in event_log.list_assignment_events(self.session, self.lead)
        )
        standing = get_interval_on(told, NEXT)
        assert standing is not None
        found = classify_timing(standing, NEXT)
        selection = Selection(as_of=NEXT, scope=Scope(everywhere=True), count=Count.ASSIGNMENTS)
        assert classified.count_selection(self.session, selection)[found] == 1
        assert verification.verify_records(self.session).findings == ()
        return found


@pytest.fixture
def ward(session: Session, clock: ManualClock) -> Ward:
    return Ward(session, clock)


@pytest.mark.parametrize(
    ("hour", "minute", "timing"),
    [(9, 0, Timing.DONE_ON_DAY), (17, 0, Timing.DONE_ON_DAY), (17, 1, Timing.DONE_LATE), (23, 59, Timing.DONE_LATE)],
)
def test_on_its_day_the_hour_of_the_report_counts(ward: Ward, hour: int, minute: int, timing: Timing) -> None:
    ward.report(DUE, hour, minute)

    assert ward.stands() is timing


def test_an_earlier_day_has_no_hour(ward: Ward) -> None:
    ward.report(DUE, 20, done_on=DUE - dt.timedelta(days=1))

    assert ward.stands() is Timing.DONE_EARLY


def test_a_report_of_the_day_after_claims_the_day_and_not_the_hour(ward: Ward) -> None:
    ward.report(NEXT, 9)

    assert ward.stands() is Timing.DONE_ON_DAY


def test_an_extension_moves_the_day_and_drops_the_hour(ward: Ward) -> None:
    later = NEXT
    ward.clock.move_to(local_instant(GIVEN, 10))
    with unit_of_work(ward.session, ward.official, ward.clock) as work:
        deadline.submit_extension_request(work, ward.lead, to_due_on=later, reason="bận")
    with unit_of_work(ward.session, ward.leader, ward.clock) as work:
        deadline.grant_extension(work, ward.lead)
    ward.report(later, 20, done_on=later)

    assert ward.stands() is Timing.DONE_ON_DAY


def test_a_corrected_day_is_judged_by_the_day(ward: Ward) -> None:
    ward.report(DUE, 20)
    ward.clock.move_to(local_instant(NEXT + dt.timedelta(days=2), 9))
    with unit_of_work(ward.session, ward.leader, ward.clock) as work:
        correction.redate_completion(work, ward.lead, done_on=DUE - dt.timedelta(days=2), reason="nhầm ngày")

    assert ward.stands() is Timing.DONE_EARLY


def test_where_the_office_counts_by_days_the_hour_is_left_aside(ward: Ward) -> None:
    ward.session.add(PolicySetting(name="deadline_hour", value="day_only", valid_from=GIVEN))
    ward.session.commit()
    ward.report(DUE, 20)

    assert ward.stands() is Timing.DONE_ON_DAY
