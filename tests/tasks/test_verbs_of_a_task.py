"""What people do with a task besides reporting it: give back, split, prove, correct, tell what stands in the way."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import an_official
from tests.support.ward_of_june import DUE, Town, june
from tracker.core.clock import ManualClock
from tracker.core.refusals import Reason
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Role
from tracker.law.timing import Timing
from tracker.reports import queries as report_queries
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.actions import assignment, completion, correction, deadline, transfer as actions_transfer
from tracker.tasks.models import Task


@pytest.fixture
def town(session: Session, clock: ManualClock) -> Town:
    """Return the small town."""
    return Town(session, clock)


def test_a_unit_that_declines_stays_counted_until_it_is_handed_over(town: Town) -> None:
    unit_id = town.other.id
    town.on(
        june(3),
        town.official,
        lambda w: actions_transfer.decline_assignment(
            w, town.lead, note="Việc của Hương Chữ", suggested_unit_id=unit_id
        ),
    )
    assert town.stands(june(3)) is Timing.OPEN_IN_TIME
    town.on(
        june(5),
        town.office,
        lambda w: actions_transfer.reassign_assignment(w, town.lead, unit_id=unit_id, note="Đúng thẩm quyền"),
    )

    handed = town.now()
    assert (handed.unit_id, handed.state, handed.due_on) == (unit_id, AssignmentState.ASSIGNED, DUE)
    assert town.now(town.share).state is AssignmentState.WITHDRAWN
    early = town.refused(
        june(6), town.helper, lambda w: completion.submit_completion(w, town.lead, done_on=june(4), note="Xong")
    )
    assert early is Reason.DATE_BEFORE_TAKEN_UP


def test_a_refused_decline_goes_back_to_the_unit(town: Town) -> None:
    town.on(june(3), town.official, lambda w: actions_transfer.decline_assignment(w, town.lead, note="Không phải"))
    town.on(june(4), town.office, lambda w: actions_transfer.reject_decline(w, town.lead, note="Đúng việc của phường"))

    assert town.now().state is AssignmentState.ASSIGNED


def test_a_unit_hands_its_work_to_one_of_its_people(town: Town) -> None:
    stranger, own = town.helper.user_id, town.official.user_id
    why = town.refused(june(2), town.head, lambda w: assignment.entrust_assignment(w, town.lead, person_id=stranger))
    town.on(june(2), town.head, lambda w: assignment.entrust_assignment(w, town.lead, person_id=own))

    assert why is Reason.NOT_OF_THE_UNIT
    assert [each.id for each in task_queries.list_entrusted_assignments(town.session, own or 0)] == [town.lead]


def test_a_coordinating_unit_reports_to_the_lead(town: Town) -> None:
    town.on(
        june(5), town.helper, lambda w: completion.submit_completion(w, town.share, done_on=june(5), note="Số liệu")
    )
    by_office = town.refused(june(6), town.office, lambda w: completion.confirm_completion(w, town.share))
    town.on(june(6), town.head, lambda w: assignment.return_share_report(w, town.share, note="Thiếu quý I"))
    town.on(june(7), town.helper, lambda w: completion.submit_completion(w, town.share, done_on=june(7), note="Đủ"))
    town.on(june(8), town.official, lambda w: assignment.accept_share(w, town.share))

    assert by_office is Reason.ONLY_FOR_THE_LEAD
    assert town.now(town.share).state is AssignmentState.DONE


def test_where_evidence_is_required_words_are_not_enough(town: Town) -> None:
    town.on(june(2), town.office, lambda w: assignment.set_evidence_rule(w, town.lead, required=True))

    why = town.refused(
        june(3), town.official, lambda w: completion.submit_completion(w, town.lead, done_on=june(3), note="Xong")
    )
    assert why is Reason.EVIDENCE_MISSING
    town.on(
        june(3),
        town.official,
        lambda w: completion.submit_completion(w, town.lead, done_on=june(3), note="Xong", document="8/BC"),
    )
    assert town.now().state is AssignmentState.SUBMITTED


def test_a_correction_leaves_the_old_line_as_it_was(town: Town) -> None:
    town.on(june(3), town.official, lambda w: completion.record_progress(w, town.lead, note="Đã lập 12 hồ sơ"))
    town.on(
        june(4),
        town.office,
        lambda w: correction.correct_event_text(w, town.lead, sequence=2, note="Đã lập 21 hồ sơ", reason="Gõ nhầm"),
    )

    *_, old, new = event_log.list_assignment_events(town.session, town.lead)
    assert old.note == "Đã lập 12 hồ sơ"
    assert {name: new.details[name] for name in ("line", "note")} == {
        "line": 2,
        "note": ["Đã lập 12 hồ sơ", "Đã lập 21 hồ sơ"],
    }


def test_no_one_of_the_unit_corrects_its_own_completion_day(town: Town) -> None:
    town.report(june(18))
    town.confirm(june(19))
    insider = an_official(town.session, Role.OFFICE, town.ward, "văn phòng ở phường")

    for actor, reason in (
        (town.official, Reason.NOT_ALLOWED),
        (town.head, Reason.NOT_ALLOWED),
        (insider, Reason.OWN_UNIT),
    ):
        why = town.refused(
            june(20), actor, lambda w: correction.redate_completion(w, town.lead, done_on=june(14), reason="Nhầm")
        )
        assert why is reason
    assert town.stands(june(20)) is Timing.DONE_LATE


def test_a_report_ends_the_wish_for_more_time(town: Town) -> None:
    town.on(
        june(5),
        town.official,
        lambda w: deadline.submit_extension_request(w, town.lead, to_due_on=june(20), reason="Bận"),
    )
    town.report(june(14))

    assert task_queries.open_extension(town.session, town.lead) is None
    why = town.refused(
        june(14),
        town.official,
        lambda w: deadline.submit_extension_request(w, town.lead, to_due_on=june(20), reason="Bận"),
    )
    assert why is Reason.WRONG_STATE


def test_difficulties_are_listed_by_unit(town: Town) -> None:
    town.on(
        june(3),
        town.official,
        lambda w: completion.record_progress(w, town.lead, note="", difficulties="Thiếu máy", proposals="Cấp máy"),
    )
    town.on(june(4), town.official, lambda w: completion.record_progress(w, town.lead, note="Đã có máy"))

    [told] = report_queries.list_difficulties(town.session, june(1), june(3))
    assert (told.unit_id, told.difficulties, told.proposals) == (town.ward.id, "Thiếu máy", "Cấp máy")
    assert report_queries.list_difficulties(town.session, june(4), june(30)) == []


def test_a_number_done_gives_the_per_cent(town: Town) -> None:
    task = town.session.get_one(Task, town.now().task_id)
    task.quantity_target = 40
    town.session.commit()
    town.on(june(3), town.official, lambda w: completion.record_progress(w, town.lead, note="", quantity=10))

    assert (town.now().quantity, town.now().progress) == (10, 25)


def test_late_work_is_never_locked(town: Town) -> None:
    town.report(dt.date(2021, 12, 1))
    town.confirm(dt.date(2021, 12, 2))

    assert town.stands(dt.date(2021, 12, 2)) is Timing.DONE_LATE
    assert event_log.list_assignment_events(town.session, town.lead)[-1].action is Action.CONFIRM
