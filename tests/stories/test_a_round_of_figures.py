"""A round of collecting over 21 units: asked, answered, late, sent back, blank with a reason, received on paper."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Actor
from tracker.office import people as office_people, units
from tracker.reports import appendix as report_appendix, opening, queries as report_queries
from tracker.reports.collection import requests, sheet
from tracker.reports.collection.answers import FieldMistakes, TypedFields, save_unit_figures
from tracker.reports.collection.requests import CollectionRound, UnitAnswer
from tracker.reports.indicators.spec import BlankReason, ValueKind
from tracker.reports.models import Report
from tracker.tasks.actions import access as actions_access, completion

ASKED_ON, DUE_ON, LATE_ON = dt.date(2021, 11, 11), dt.date(2021, 11, 15), dt.date(2021, 11, 17)


class Town:
    """The town while figures are collected: who acts, on which day."""

    def __init__(self, session: Session) -> None:
        self.session, self.clock = session, ManualClock(local_instant(ASKED_ON, 9))
        with unit_of_work(session, self.actor("noivu"), self.clock) as work:
            made = opening.open_window(work, dt.date(2021, 1, 1), dt.date(2021, 11, 10))
            self.report_id = made.id
            requests.request_figures(
                work,
                made.id,
                reference="2601/UBND-NV",
                leader="Chủ tịch UBND thị xã",
                term_text="trước ngày 15/11/2021",
            )

    def actor(self, login: str) -> Actor:
        """Return who signs in under a name."""
        person = office_people.find_person_by_login(self.session, login)
        assert person is not None, login
        return office_people.get_person_actor(self.session, person, ASKED_ON)

    def clerk_of(self, answer: UnitAnswer) -> Actor:
        """Return who works for a unit."""
        found = office_people.list_unit_people(self.session, answer.unit.id, ASKED_ON)
        return next(
            actor
            for person in found
            if (actor := office_people.get_person_actor(self.session, person, ASKED_ON)).roles
            & {"officer", "ward_official"}
        )

    def round(self) -> CollectionRound:
        """Return where the round stands."""
        return requests.get_collection_round(self.reading(), self.report)

    def reading(self) -> UnitOfWork:
        """Return the work of somebody who looks."""
        return UnitOfWork(self.session, self.actor("noivu"), self.clock.now())

    @property
    def report(self) -> Report:
        """The report."""
        report = report_queries.get_report(self.session, self.report_id)
        assert report is not None
        return report

    def send(self, answer: UnitAnswer, said: dict[int, TypedFields] | None = None) -> None:
        """Let a unit send everything it owes: 7 of each thing, 9 of 10 of each share."""
        with unit_of_work(self.session, self.clerk_of(answer), self.clock) as work:
            requests.submit_unit_figures(work, self.report_id, answer.unit.id, everything(answer) | (said or {}))

    def accept(self, answer: UnitAnswer) -> None:
        """Let the coordinator accept what a unit sent, and the office what the coordinator's own unit sent."""
        by = self.actor("vanphong" if answer.unit.code == "NV" else "noivu")
        with unit_of_work(self.session, by, self.clock) as work:
            requests.accept_unit_figures(work, self.report_id, answer.unit.id)


def everything(answer: UnitAnswer) -> dict[int, TypedFields]:
    """Return a word for each row of a unit."""
    words = {
        ValueKind.PERCENT: TypedFields(part="9", whole="10"),
        ValueKind.CHOICE: TypedFields(value="1"),
        ValueKind.YES_NO: TypedFields(value="1"),
    }
    return {row.id: words.get(row.kind, TypedFields(value="7")) for row in answer.rows}


@pytest.fixture
def town(year: Session) -> Town:
    """Return the town after 21 units were asked."""
    return Town(year)


def by_code(town: Town, code: str) -> UnitAnswer:
    """Return the answer of a unit."""
    unit = units.find_unit_by_code(town.session, code)
    assert unit is not None
    return town.round().of(unit.id)


def test_twenty_one_units_are_asked_each_for_its_own_rows(town: Town) -> None:
    found = town.round()

    assert len(found.answers) == 21
    assert found.tally.total == found.tally.open == 21
    assert all(each.assignment is not None and each.assignment.due_on == DUE_ON for each in found.answers)
    assert [row.code for row in by_code(town, "TUHA").rows] == ["3.4.2", "7.4"]
    assert [row.code for row in by_code(town, "TP").rows] == ["2.1", "2.2", "2.3", "2.4", "2.5", "7.4"]


def test_they_cannot_be_asked_twice(town: Town) -> None:
    with pytest.raises(Refusal) as refused, unit_of_work(town.session, town.actor("noivu"), town.clock) as work:
        requests.request_figures(
            work, town.report_id, reference="9/UBND", leader="Chủ tịch", term_text="trước ngày 20/11/2021"
        )

    assert refused.value.reason is Reason.DUPLICATE


def test_wards_are_summed_once_all_of_them_were_accepted(town: Town) -> None:
    wards = [each for each in town.round().answers if len(each.rows) == 2]
    share = {row.code: row.id for row in wards[0].rows}["3.4.2"]
    for place, each in enumerate(wards):
        town.send(each, {share: TypedFields(part=str(80 + place), whole="100")})
        town.accept(each)
    line = report_appendix.build_report_appendix(town.reading(), town.report).line("3.4.2")

    assert line is not None and len(wards) == 9
    assert (line.filled.part, line.filled.whole) == (Decimal(756), Decimal(900))
    assert line.number == Decimal("84.0")


def test_one_form_accepts_and_reports_and_sent_twice_it_does_so_once(town: Town) -> None:
    ward = by_code(town, "TUHA")
    for _ in range(2):
        with (
            suppress(Refusal),
            unit_of_work(town.session, town.clerk_of(ward), town.clock, request_id="one-form") as work,
        ):
            requests.submit_unit_figures(work, town.report_id, ward.unit.id, everything(ward))
    after = by_code(town, "TUHA").assignment

    assert after is not None and after.state is AssignmentState.SUBMITTED


def test_a_late_unit_is_late_and_the_share_names_its_whole(town: Town) -> None:
    answers = town.round().answers
    for each in answers[:2]:
        town.send(each)
        town.accept(each)
    town.clock.move_to(local_instant(LATE_ON, 9))
    town.send(answers[2])
    town.accept(answers[2])
    tally = town.round().tally

    assert (tally.done, tally.done_on_time, tally.total) == (3, 2, 21)


def test_a_returned_value_is_out_until_it_is_said_anew(town: Town) -> None:
    law = by_code(town, "TP")
    town.send(law)
    wrong = law.rows[3]
    with unit_of_work(town.session, town.actor("noivu"), town.clock) as work:
        requests.return_unit_figures(work, town.report_id, law.unit.id, {wrong.id: "Nhầm với số đã rà soát?"})
    back = by_code(town, "TP")

    assert back.assignment is not None and back.assignment.state is AssignmentState.RETURNED
    assert [entry.remark for entry in back.returned] == ["Nhầm với số đã rà soát?"]
    assert [row.code for row in back.missing] == ["2.4"]
    town.send(back, {wrong.id: TypedFields(value="5")})
    town.accept(by_code(town, "TP"))
    line = report_appendix.build_report_appendix(town.reading(), town.report).line("2.4")
    assert line is not None and line.number == Decimal(5)


def test_a_row_may_stay_blank_only_with_a_reason(town: Town) -> None:
    law = by_code(town, "TP")
    with pytest.raises(FieldMistakes) as asked:
        town.send(law, {law.rows[0].id: TypedFields()})
    assert [each.reason for each in asked.value.refusals] == [Reason.REASON_MISSING]
    assert by_code(town, "TP").said == {}  # nothing half saved

    town.send(law, {law.rows[0].id: TypedFields(blank=BlankReason.NO_FIGURES_YET, note="Chờ tỉnh thẩm định")})
    line = report_appendix.build_report_appendix(town.reading(), town.report).line("2.1")
    assert line is not None and (line.number, line.filled.blank) == (None, BlankReason.NO_FIGURES_YET)


def test_every_mistake_is_said_beside_its_row_at_once(town: Town) -> None:
    law = by_code(town, "TP")
    wrong = {law.rows[0].id: TypedFields(value="86.1"), law.rows[1].id: TypedFields(value="nhiều")}
    with pytest.raises(FieldMistakes) as asked, unit_of_work(town.session, town.clerk_of(law), town.clock) as work:
        save_unit_figures(work, town.report_id, law.unit.id, wrong)

    assert [each.field for each in asked.value.refusals] == [f"value_{key}" for key in wrong]


def test_a_unit_says_nothing_for_another(town: Town) -> None:
    ward, other = by_code(town, "TUHA"), by_code(town, "HUONGXUAN")
    with pytest.raises(Refusal) as refused, unit_of_work(town.session, town.clerk_of(ward), town.clock) as work:
        save_unit_figures(work, town.report_id, other.unit.id, everything(other))

    assert refused.value.reason is Reason.NOT_ALLOWED


def test_a_unit_without_a_line_sends_a_file_and_the_office_enters_it(town: Town) -> None:
    ward = by_code(town, "BINHTIEN")
    with unit_of_work(town.session, town.clerk_of(ward), town.clock) as work:
        save_unit_figures(work, town.report_id, ward.unit.id, everything(ward))
    name, content = sheet.build_unit_sheet(town.reading(), town.report_id, ward.unit.id)
    read = sheet.read_unit_sheet(town.reading(), town.report_id, ward.unit.id, content, name)
    town.clock.move_to(local_instant(LATE_ON, 9))
    with unit_of_work(town.session, town.actor("noivu"), town.clock) as work:
        requests.receive_unit_figures(work, town.report_id, ward.unit.id, read.said, done_on=DUE_ON)
    town.accept(ward)
    after = by_code(town, "BINHTIEN").assignment

    assert set(read.said) == {row.id for row in ward.rows} and not read.problems
    assert after is not None and after.done_on == DUE_ON
    assert town.round().tally.done_on_time == 1


def test_a_request_is_neither_reported_nor_confirmed_while_a_row_is_empty(town: Town) -> None:
    ward = by_code(town, "TUHA")
    assert ward.assignment is not None
    with pytest.raises(Refusal) as required, unit_of_work(town.session, town.clerk_of(ward), town.clock) as work:
        completion.accept_assignment(work, ward.assignment.id)
        completion.submit_completion(work, ward.assignment.id, done_on=ASKED_ON, note="Đã gửi số liệu qua điện thoại")
    assert (required.value.reason, required.value.details["codes"]) == (Reason.FIGURES_INCOMPLETE, "3.4.2, 7.4")

    town.send(ward)
    with unit_of_work(town.session, town.actor("noivu"), town.clock) as work:  # one value is doubted, no task is moved
        said = by_code(town, "TUHA").said[ward.rows[0].id]
        work.session.add(requests.return_entry(work, said, "Nhỏ hơn kỳ trước?"))
    [batch] = actions_access.run_bulk_action(
        town.session, town.actor("vanphong"), town.clock, "batch", {ward.assignment.id: None}, confirm
    )
    assert batch.refusal is not None
    assert (batch.refusal.reason, batch.refusal.details["codes"]) == (Reason.FIGURES_MISSING, "3.4.2")


def confirm(work: UnitOfWork, assignment_id: int, version: int | None) -> None:
    """Confirm as the page of many tasks does."""
    completion.confirm_completion(work, assignment_id, version=version)
