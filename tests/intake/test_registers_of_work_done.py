"""A register that shows completions keeps the rules of the form of a unit; a new office takes its past over."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy import func, select
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official
from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import unit_of_work
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.intake import RegisterImport
from tracker.intake.registers.table import read_register_file
from tracker.law.lifecycle import Action, AssignmentState
from tracker.law.permissions import Actor, Role, Scope
from tracker.office import calendar as office_calendar
from tracker.office.people import COMMAND_LINE
from tracker.tasks import classified, detail as task_detail, event_log
from tracker.tasks.actions import assignment, completion
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, ReviewDecision, Submission
from tracker.tasks.selection import Adjustment, Count, Selection

HEADER = (
    "STT;Số, ký hiệu;Ngày ban hành;Nội dung chỉ đạo;Đơn vị chủ trì;Thời hạn;"
    "Ngày hoàn thành;Ngày xác nhận;Văn bản trả lời"
)
TUHA = "UBND phường Tứ Hạ"
GIVEN, DUE, OVER = dt.date(2021, 11, 10), dt.date(2021, 12, 3), dt.date(2021, 12, 20)


class Office:
    """A ward, two people of the office; the program is in use since 10/11/2021 when a first directive was given."""

    def __init__(self, session: Session, clock: ManualClock) -> None:
        self.session, self.clock = session, clock
        self.ward, centre = a_unit(session), a_unit(session, "VP", "Văn phòng")
        self.clerk = an_official(session, Role.OFFICE, centre, "vanphong")
        self.second = an_official(session, Role.OFFICE, centre, "vanphong2")
        self.official = an_official(session, Role.WARD_OFFICIAL, self.ward)
        with unit_of_work(session, COMMAND_LINE, clock) as work:
            office_calendar.open_years(work, (2020, 2021, 2022))

    def bring(
        self,
        day: dt.date,
        done: str,
        confirmed: str,
        reply: str = "12/BC-UBND",
        *,
        content: str = "Rà soát hồ sơ",
        given: str = "10/11/2021",
    ) -> RegisterImport:
        """Let the clerk bring in a register of one row."""
        number = 9 if content == "Rà soát hồ sơ" else 12
        row = f"1;{number}/UBND-VP;{given};{content};{TUHA};trước ngày 03/12/2021;{done};{confirmed};{reply}"
        self.clock.move_to(local_instant(day, 9))
        with unit_of_work(self.session, self.clerk, self.clock) as work:
            return registers_intake.import_register(work, read_register_file(f"{HEADER}\n{row}".encode(), "so.csv"))

    @property
    def assignment(self) -> Assignment:
        self.session.rollback()
        return self.session.scalars(select(Assignment).order_by(Assignment.id.desc())).first()  # type: ignore[return-value]  # one was given

    def adjustments(self, day: dt.date) -> set[Adjustment]:
        chosen = Selection(as_of=day, scope=Scope(everywhere=True), count=Count.ASSIGNMENTS)
        return {kind for kind, number in classified.count_adjustments(self.session, chosen).items() if number}

    def confirm(self, actor: Actor, *, seen: bool) -> Reason | None:
        try:
            with unit_of_work(self.session, actor, self.clock) as work:
                completion.confirm_completion(work, self.assignment.id, late_report_seen=seen)
        except Refusal as refusal:
            return refusal.reason
        return None


@pytest.fixture
def office(session: Session, clock: ManualClock) -> Office:
    """Return the office in use, with one directive that is open."""
    made = Office(session, clock)
    made.bring(GIVEN, "", "")
    return made


def test_a_completion_of_running_work_waits_for_somebody_else(office: Office) -> None:
    found = office.bring(OVER, "03/12/2021", "03/12/2021")

    assert not found.is_blocked
    assert [(each.line, each.column, each.blocking) for each in found.problems] == [(2, "Ngày xác nhận", False)]
    assert office.assignment.state is AssignmentState.SUBMITTED
    [report] = office.session.scalars(select(Submission)).all()
    assert (report.verdict, report.late_report, report.reported_by_id) == (
        ReviewDecision.WAITING,
        True,
        office.clerk.user_id,
    )
    assert office.confirm(office.clerk, seen=True) is Reason.OWN_REPORT
    assert office.confirm(office.second, seen=False) is Reason.LATE_REPORT_NOT_ACKNOWLEDGED
    assert office.confirm(office.second, seen=True) is None
    assert office.adjustments(OVER) == {Adjustment.LATE_REPORT, Adjustment.AFTER_DEADLINE}


@pytest.mark.parametrize(
    ("done", "confirmed", "column"),
    [
        ("25/12/2021", "25/12/2021", "Ngày hoàn thành"),
        ("21/12/2021", "", "Ngày hoàn thành"),
        ("20/12/2021", "21/12/2021", "Ngày xác nhận"),
        ("09/11/2021", "", "Ngày hoàn thành"),
    ],
)
@pytest.mark.parametrize("content", ["Rà soát hồ sơ", "Việc mới của sổ"])
def test_no_row_is_done_on_a_day_that_a_form_would_refuse(
    office: Office, done: str, confirmed: str, column: str, content: str
) -> None:
    before = office.session.scalar(select(func.count()).select_from(TaskEvent))
    found = office.bring(OVER, done, confirmed, content=content)

    assert [(each.line, each.column) for each in found.problems if each.blocking] == [(2, column)]
    assert office.session.scalar(select(func.count()).select_from(TaskEvent)) == before


def test_nor_before_it_was_last_sent_back(office: Office) -> None:
    office.clock.move_to(local_instant(dt.date(2021, 12, 6), 9))
    with unit_of_work(office.session, office.official, office.clock) as work:
        completion.submit_completion(work, office.assignment.id, done_on=dt.date(2021, 12, 6), note="Xong")
    with unit_of_work(office.session, office.second, office.clock) as work:
        completion.return_completion(work, office.assignment.id, note="Thiếu phụ lục")
    found = office.bring(OVER, "03/12/2021", "")

    assert [each.column for each in found.problems if each.blocking] == ["Ngày hoàn thành"]


def test_nor_without_the_evidence_that_is_required(office: Office) -> None:
    with unit_of_work(office.session, office.second, office.clock) as work:
        assignment.set_evidence_rule(work, office.assignment.id, required=True)
    found = office.bring(OVER, "20/12/2021", "", reply="")

    assert [each.column for each in found.problems if each.blocking] == ["Văn bản trả lời"]


def test_what_the_unit_reported_itself_is_not_confirmed_by_a_register(office: Office) -> None:
    office.clock.move_to(local_instant(DUE, 9))
    with unit_of_work(office.session, office.official, office.clock) as work:
        completion.submit_completion(work, office.assignment.id, done_on=DUE, note="Xong")
    office.bring(OVER, "03/12/2021", "03/12/2021")

    assert office.assignment.state is AssignmentState.SUBMITTED


def test_work_given_and_finished_while_the_program_is_used_waits_too(office: Office) -> None:
    office.bring(OVER, "15/12/2021", "16/12/2021", content="Việc mới của sổ")

    assert office.assignment.state is AssignmentState.SUBMITTED


def test_what_was_finished_before_the_first_day_of_use_is_taken_over_and_says_so(office: Office) -> None:
    office.bring(OVER, "08/11/2021", "09/11/2021", content="Việc cũ", given="01/11/2021")
    taken = office.assignment

    assert (taken.state, taken.done_on) == (AssignmentState.DONE, dt.date(2021, 11, 8))
    lines = event_log.list_assignment_events(office.session, taken.id)
    assert [(each.action, each.details.get("opening_balance")) for each in lines] == [
        (Action.ASSIGN, None),
        (Action.SUBMIT, True),
        (Action.CONFIRM, True),
    ]
    assert office.adjustments(OVER) == {Adjustment.OPENING_BALANCE}
    with unit_of_work(office.session, office.second, office.clock) as work:
        assert task_detail.view_assignment(work, taken.id).is_opening_balance


def test_a_new_office_takes_its_register_over_on_its_first_day(session: Session, clock: ManualClock) -> None:
    office = Office(session, clock)
    office.bring(GIVEN, "10/11/2021", "10/11/2021", reply="")

    assert office.assignment.state is AssignmentState.DONE
    assert office.adjustments(GIVEN) == {Adjustment.OPENING_BALANCE}


def test_confirmed_after_the_first_day_of_use_is_not_taken_over(office: Office) -> None:
    office.bring(OVER, "08/11/2021", "12/11/2021", content="Việc cũ", given="01/11/2021")

    assert office.assignment.state is AssignmentState.SUBMITTED
