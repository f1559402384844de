"""A round of collecting over 21 units: asked, answered, late, sent back, blank with a reason, received on paper."""

from __future__ import annotations

import datetime as dt
from contextlib import suppress
from decimal import Decimal

import pytest
from sqlalchemy.orm import Session

from tests.stories.test_the_year_2021 import year  # noqa: F401 - a fixture
from tracker.clock import HandClock, at
from tracker.models.report import Report
from tracker.rules.indicators.spec import Blank, ValueKind
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.permissions import Actor
from tracker.rules.refusals import Reason, Refusal
from tracker.services import appendix, many, tasks
from tracker.services.reporting import asking, opening, sheets
from tracker.services.reporting.asking import Answer, Round
from tracker.services.reporting.giving import Mistakes, Said, give
from tracker.store import people, reports, units
from tracker.transaction import Work, unit_of_work

ASKED_ON, DUE_ON, LATE_ON = dt.date(2021, 11, 11), dt.date(2021, 11, 15), dt.date(2021, 11, 17)


class Town:
    """The town while figures are collected: who acts, on which day."""

    def __init__(self, session: Session) -> None:
        self.session, self.clock = session, HandClock(at(ASKED_ON, 9))
        with unit_of_work(session, self.actor("noivu"), self.clock) as work:
            made = opening.open_window(work, dt.date(2021, 1, 1), dt.date(2021, 11, 10))
            self.report_id = made.id
            asking.ask(
                work,
                made.id,
                reference="2601/UBND-NV",
                leader="Chủ tịch UBND thị xã",
                term_text="trước ngày 15/11/2021",
            )

    def actor(self, login: str) -> Actor:
        """Return who signs in under a name."""
        person = people.by_login(self.session, login)
        assert person is not None, login
        return people.actor(self.session, person, ASKED_ON)

    def clerk_of(self, answer: Answer) -> Actor:
        """Return who works for a unit."""
        found = people.of_unit(self.session, answer.unit.id, ASKED_ON)
        return next(
            actor
            for person in found
            if (actor := people.actor(self.session, person, ASKED_ON)).roles & {"officer", "ward_official"}
        )

    def round(self) -> Round:
        """Return where the round stands."""
        return asking.round_of(self.reading(), self.report)

    def reading(self) -> Work:
        """Return the work of somebody who looks."""
        return Work(self.session, self.actor("noivu"), self.clock.now())

    @property
    def report(self) -> Report:
        """The report."""
        report = reports.one(self.session, self.report_id)
        assert report is not None
        return report

    def send(self, answer: Answer, said: dict[int, Said] | None = None) -> None:
        """Let a unit send everything it owes: 7 of each thing, 9 of 10 of each share."""
        with unit_of_work(self.session, self.clerk_of(answer), self.clock) as work:
            asking.send(work, self.report_id, answer.unit.id, everything(answer) | (said or {}))

    def accept(self, answer: Answer) -> None:
        """Let the coordinator accept what a unit sent, and the office what the coordinator's own unit sent."""
        by = self.actor("vanphong" if answer.unit.code == "NV" else "noivu")
        with unit_of_work(self.session, by, self.clock) as work:
            asking.accept(work, self.report_id, answer.unit.id)


def everything(answer: Answer) -> dict[int, Said]:
    """Return a word for each row of a unit."""
    words = {
        ValueKind.PERCENT: Said(part="9", whole="10"),
        ValueKind.CHOICE: Said(value="1"),
        ValueKind.YES_NO: Said(value="1"),
    }
    return {row.id: words.get(row.kind, Said(value="7")) for row in answer.rows}


@pytest.fixture
def town(year: Session) -> Town:  # noqa: F811
    """Return the town after 21 units were asked."""
    return Town(year)


def by_code(town: Town, code: str) -> Answer:
    """Return the answer of a unit."""
    unit = units.by_code(town.session, code)
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
    with (
        pytest.raises(Refusal) as refused,
        unit_of_work(town.session, town.actor("noivu"), town.clock) as work,
    ):
        asking.ask(
            work, town.report_id, reference="9/UBND", leader="Chủ tịch", term_text="trước ngày 20/11/2021"
        )

    assert refused.value.reason is Reason.DUPLICATE


def test_wards_are_summed_once_all_of_them_were_accepted(town: Town) -> None:
    wards = [each for each in town.round().answers if len(each.rows) == 2]
    share = {row.code: row.id for row in wards[0].rows}["3.4.2"]
    for place, each in enumerate(wards):
        town.send(each, {share: Said(part=str(80 + place), whole="100")})
        town.accept(each)
    line = appendix.of_report(town.reading(), town.report).line("3.4.2")

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
            asking.send(work, town.report_id, ward.unit.id, everything(ward))
    after = by_code(town, "TUHA").assignment

    assert after is not None and after.state is AssignmentState.SUBMITTED


def test_a_late_unit_is_late_and_the_share_names_its_whole(town: Town) -> None:
    answers = town.round().answers
    for each in answers[:2]:
        town.send(each)
        town.accept(each)
    town.clock.move_to(at(LATE_ON, 9))
    town.send(answers[2])
    town.accept(answers[2])
    tally = town.round().tally

    assert (tally.done, tally.done_on_time, tally.total) == (3, 2, 21)


def test_a_returned_value_is_out_until_it_is_said_anew(town: Town) -> None:
    law = by_code(town, "TP")
    town.send(law)
    wrong = law.rows[3]
    with unit_of_work(town.session, town.actor("noivu"), town.clock) as work:
        asking.send_back(work, town.report_id, law.unit.id, {wrong.id: "Nhầm với số đã rà soát?"})
    back = by_code(town, "TP")

    assert back.assignment is not None and back.assignment.state is AssignmentState.RETURNED
    assert [entry.remark for entry in back.returned] == ["Nhầm với số đã rà soát?"]
    assert [row.code for row in back.missing] == ["2.4"]
    town.send(back, {wrong.id: Said(value="5")})
    town.accept(by_code(town, "TP"))
    line = appendix.of_report(town.reading(), town.report).line("2.4")
    assert line is not None and line.number == Decimal(5)


def test_a_row_may_stay_blank_only_with_a_reason(town: Town) -> None:
    law = by_code(town, "TP")
    with pytest.raises(Mistakes) as asked:
        town.send(law, {law.rows[0].id: Said()})
    assert [each.reason for each in asked.value.refusals] == [Reason.REASON_MISSING]
    assert by_code(town, "TP").said == {}  # nothing half saved

    town.send(law, {law.rows[0].id: Said(blank=Blank.NO_FIGURES_YET, note="Chờ tỉnh thẩm định")})
    line = appendix.of_report(town.reading(), town.report).line("2.1")
    assert line is not None and (line.number, line.filled.blank) == (None, Blank.NO_FIGURES_YET)


def test_every_mistake_is_said_beside_its_row_at_once(town: Town) -> None:
    law = by_code(town, "TP")
    wrong = {law.rows[0].id: Said(value="86.1"), law.rows[1].id: Said(value="nhiều")}
    with pytest.raises(Mistakes) as asked, unit_of_work(town.session, town.clerk_of(law), town.clock) as work:
        give(work, town.report_id, law.unit.id, wrong)

    assert [each.field for each in asked.value.refusals] == [f"value_{key}" for key in wrong]


def test_a_unit_says_nothing_for_another(town: Town) -> None:
    ward, other = by_code(town, "TUHA"), by_code(town, "HUONGXUAN")
    with (
        pytest.raises(Refusal) as refused,
        unit_of_work(town.session, town.clerk_of(ward), town.clock) as work,
    ):
        give(work, town.report_id, other.unit.id, everything(other))

    assert refused.value.reason is Reason.NOT_ALLOWED


def test_a_unit_without_a_line_sends_a_file_and_the_office_enters_it(town: Town) -> None:
    ward = by_code(town, "BINHTIEN")
    with unit_of_work(town.session, town.clerk_of(ward), town.clock) as work:
        give(work, town.report_id, ward.unit.id, everything(ward))
    name, content = sheets.sheet(town.reading(), town.report_id, ward.unit.id)
    read = sheets.read_sheet(town.reading(), town.report_id, ward.unit.id, content, name)
    town.clock.move_to(at(LATE_ON, 9))
    with unit_of_work(town.session, town.actor("noivu"), town.clock) as work:
        asking.receive(work, town.report_id, ward.unit.id, read.said, done_on=DUE_ON)
    town.accept(ward)
    after = by_code(town, "BINHTIEN").assignment

    assert set(read.said) == {row.id for row in ward.rows} and not read.problems
    assert after is not None and after.done_on == DUE_ON
    assert town.round().tally.done_on_time == 1


def test_a_request_is_neither_reported_nor_confirmed_while_a_row_is_empty(town: Town) -> None:
    ward = by_code(town, "TUHA")
    assert ward.assignment is not None
    with (
        pytest.raises(Refusal) as owed,
        unit_of_work(town.session, town.clerk_of(ward), town.clock) as work,
    ):
        tasks.accept(work, ward.assignment.id)
        tasks.submit(work, ward.assignment.id, done_on=ASKED_ON, note="Đã gửi số liệu qua điện thoại")
    assert (owed.value.reason, owed.value.details["codes"]) == (Reason.FIGURES_OWED, "3.4.2, 7.4")

    town.send(ward)
    with unit_of_work(
        town.session, town.actor("noivu"), town.clock
    ) as work:  # one value is doubted, no task is moved
        said = by_code(town, "TUHA").said[ward.rows[0].id]
        work.session.add(asking.returned(work, said, "Nhỏ hơn kỳ trước?"))
    [batch] = many.carry_out(
        town.session, town.actor("vanphong"), town.clock, "batch", {ward.assignment.id: None}, confirm
    )
    assert batch.refusal is not None
    assert (batch.refusal.reason, batch.refusal.details["codes"]) == (Reason.FIGURES_MISSING, "3.4.2")


def confirm(work: Work, assignment_id: int, version: int | None) -> None:
    """Confirm as the page of many tasks does."""
    tasks.confirm(work, assignment_id, version=version)
