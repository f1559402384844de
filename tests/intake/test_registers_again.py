"""The office brings its register in again: the same file changes nothing, an edited one changes what was edited."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import unit_of_work
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.intake import RegisterImport
from tracker.intake.registers.table import read_register_file
from tracker.law.lifecycle import Action
from tracker.law.permissions import Role
from tracker.office import calendar as office_calendar
from tracker.office.people import COMMAND_LINE
from tracker.tasks import event_log, queries as task_queries
from tracker.tasks.actions import deadline
from tracker.tasks.models import Assignment
from tracker.tasks.sources import Directive

HEADER = "STT;Số, ký hiệu;Ngày ban hành;Nội dung chỉ đạo;Đơn vị chủ trì;Thời hạn"
TUHA, BINHTHANH = "UBND phường Tứ Hạ", "UBND xã Bình Thành"
REVIEW = ("9/UBND-VP", "04/10/2021", "Rà soát hồ sơ", TUHA, "trước ngày 30/11/2021")
REPORT = ("9/UBND-VP", "04/10/2021", "Báo cáo số liệu", BINHTHANH, "trước ngày 15/11/2021")
VISIT = ("12/UBND-VP", "06/10/2021", "Đối thoại với người dân", TUHA, "Quý IV/2021")
Row = tuple[str, str, str, str, str]


@pytest.fixture(autouse=True)
def town(session: Session, clock: ManualClock) -> None:
    a_unit(session)
    a_unit(session, "BINHTHANH", BINHTHANH)
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        office_calendar.open_years(work, (2021, 2022))


def bring(session: Session, clock: ManualClock, *rows: Row) -> RegisterImport:
    """Bring a register of these rows in."""
    lines = [";".join((str(number), *row)) for number, row in enumerate(rows, start=1)]
    data = "\n".join((HEADER, *lines)).encode()
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        return registers_intake.import_register(work, read_register_file(data, "so.csv"))


def given(session: Session) -> dict[str, dt.date | None]:
    """Return the directives there are, each with the deadline of its first unit."""
    found = session.query(Directive).order_by(Directive.id).all()
    return {
        each.content: task_queries.lead_of_directive(session, each.id, unit_id).due_on  # type: ignore[union-attr]  # it was given
        for each in found
        for unit_id in sorted(task_queries.lead_units_of_directive(session, each.id))[:1]
    }


def test_the_same_register_again_changes_nothing(session: Session, clock: ManualClock) -> None:
    bring(session, clock, REVIEW, REPORT, VISIT)
    again = bring(session, clock, REVIEW, REPORT, VISIT)

    assert [line.outcome for line in again.lines] == ["unchanged"] * 3
    assert list(again.missing) == []


def test_three_edited_cells_are_exactly_three_changes(session: Session, clock: ManualClock) -> None:
    bring(session, clock, REVIEW, REPORT, VISIT)
    later = (*REVIEW[:4], "trước ngày 15/12/2021")
    reworded = (*REPORT[:2], "Báo cáo số liệu quý IV", *REPORT[3:])
    found = bring(session, clock, later, reworded, VISIT)
    changes = [line.changes for line in found.lines]

    assert [line.outcome for line in found.lines] == ["updated", "updated", "unchanged"]
    assert changes[0] == {
        "term_text": ["trước ngày 30/11/2021", "trước ngày 15/12/2021"],
        "due_on": ["2021-11-30", "2021-12-15"],
    }
    assert changes[1] == {"content": ["Báo cáo số liệu", "Báo cáo số liệu quý IV"]}
    assert given(session) == {
        "Rà soát hồ sơ": dt.date(2021, 11, 30),
        "Báo cáo số liệu quý IV": dt.date(2021, 11, 15),
        "Đối thoại với người dân": dt.date(2021, 12, 31),
    }


def test_a_later_deadline_is_an_extension_that_a_leader_decides(session: Session, clock: ManualClock) -> None:
    later = (*REVIEW[:4], "trước ngày 15/12/2021")
    bring(session, clock, REVIEW)
    first = bring(session, clock, later)
    again = bring(session, clock, later)
    [assignment] = session.query(Assignment).all()
    request = task_queries.open_extension(session, assignment.id)

    assert [(each.column, each.blocking) for each in (*first.problems, *again.problems)] == [
        ("Thời hạn", False),
        ("Thời hạn", False),
    ]
    assert [line.outcome for line in again.lines] == ["unchanged"]
    assert (assignment.due_on, assignment.extension_count) == (dt.date(2021, 11, 30), 0)
    assert request is not None and request.to_due_on == dt.date(2021, 12, 15)
    leader = an_official(session, Role.LEADER, a_unit(session, "UBND", "UBND thị xã"))
    with unit_of_work(session, leader, clock) as work:
        deadline.grant_extension(work, assignment.id)
    session.refresh(assignment)

    assert (assignment.due_on, assignment.original_due_on) == (dt.date(2021, 12, 15), dt.date(2021, 11, 30))
    assert assignment.extension_count == 1


def test_a_later_deadline_after_expiry_changes_nothing(session: Session, clock: ManualClock) -> None:
    bring(session, clock, REVIEW)
    clock.move_to(local_instant(dt.date(2021, 12, 20), 9))
    bring(session, clock, (*REVIEW[:4], "trước ngày 15/12/2021"))
    [assignment] = session.query(Assignment).all()

    assert assignment.due_on == dt.date(2021, 11, 30)
    assert task_queries.open_extension(session, assignment.id) is None


def test_an_earlier_deadline_comes_forward_and_the_first_stays_beside_it(session: Session, clock: ManualClock) -> None:
    bring(session, clock, REVIEW)
    bring(session, clock, (*REVIEW[:4], "trước ngày 20/11/2021"))
    [assignment] = session.query(Assignment).all()

    assert (assignment.due_on, assignment.original_due_on) == (dt.date(2021, 11, 20), dt.date(2021, 11, 30))
    assert event_log.list_assignment_events(session, assignment.id)[-1].action is Action.SET_DEADLINE


def test_what_is_gone_from_the_file_is_shown_and_stays(session: Session, clock: ManualClock) -> None:
    bring(session, clock, REVIEW, REPORT, VISIT)
    found = bring(session, clock, REVIEW, VISIT)

    assert [each.content for each in found.missing] == ["Báo cáo số liệu"]
    assert len(given(session)) == 3


def test_a_ward_added_to_a_known_directive_gets_its_share(session: Session, clock: ManualClock) -> None:
    bring(session, clock, REVIEW)
    found = bring(session, clock, REVIEW, (*REVIEW[:3], BINHTHANH, REVIEW[4]))

    assert [line.outcome for line in found.lines] == ["unchanged", "created"]
    assert session.query(Directive).count() == 1
    assert session.query(Assignment).count() == 2


def test_one_directive_with_two_deadlines_in_words_is_asked_about(session: Session, clock: ManualClock) -> None:
    found = bring(session, clock, REVIEW, (*REVIEW[:3], BINHTHANH, "Quý IV/2021"))

    assert found.is_blocked
    assert [(one.line, one.column) for one in found.problems if one.blocking] == [(3, "Thời hạn")]
    assert session.query(Directive).count() == 0


def test_other_words_to_another_ward_are_another_directive(session: Session, clock: ManualClock) -> None:
    bring(session, clock, REVIEW)
    found = bring(session, clock, REVIEW, REPORT)

    assert [line.outcome for line in found.lines] == ["unchanged", "created"]
    assert session.query(Directive).count() == 2
