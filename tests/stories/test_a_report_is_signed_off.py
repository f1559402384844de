"""The report of 2021 from draft to number and date: errors waived with reasons, frozen, replaced, explained."""

from __future__ import annotations

import datetime as dt
import io

import pytest
import sqlalchemy as sa
from docx import Document
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from tracker.core.clock import ManualClock, local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.figures import freezing, membership
from tracker.law.permissions import Actor
from tracker.office import people as office_people
from tracker.reports import (
    content as report_content,
    form_versions,
    next_plan as report_next_plan,
    opening,
    queries as report_queries,
    sign_off as report_sign_off,
    verdict,
)
from tracker.reports.collection.answers import TypedFields, save_unit_figures
from tracker.reports.indicators.spec import BlankReason, ValueSource
from tracker.reports.models import FrozenReport, Report, ReportState
from tracker.reports.next_plan import ContinuationReason
from tracker.reports.paper.model import numbers_of
from tracker.reports.paper.word import report_word
from tracker.reports.verdict import DifferenceCause

DATED = dt.date(2021, 11, 22)
NUMBER = "4279/BC-UBND"


class Desk:
    """The desk of the coordinator on the day of the report."""

    def __init__(self, session: Session) -> None:
        self.session, self.clock = session, ManualClock(local_instant(DATED, 9))
        [report] = report_queries.list_reports(session)
        self.first_id = report.id

    @property
    def actor(self) -> Actor:
        """The coordinator."""
        return self.somebody("noivu")

    def somebody(self, login: str) -> Actor:
        """Somebody of the town."""
        person = office_people.find_person_by_login(self.session, login)
        assert person is not None
        return office_people.get_person_actor(self.session, person, DATED)

    def looking(self) -> UnitOfWork:
        """Return the work of somebody who looks."""
        return UnitOfWork(self.session, self.actor, self.clock.now())

    def report(self, report_id: int) -> Report:
        """Return a report."""
        found = report_queries.get_report(self.session, report_id)
        assert found is not None
        return found

    def settle_and_freeze(self, report_id: int, number: str = NUMBER, *, signs: str = "noivu") -> FrozenReport:
        """Write what is missing, waive what is wrong, and freeze."""
        with unit_of_work(self.session, self.actor, self.clock) as work:
            written = {"III.1": "Hoàn thành kế hoạch.", "III.2": "Còn chậm ở một số xã."}
            report_content.write_texts(work, report_id, written)
        with unit_of_work(self.session, self.actor, self.clock) as work:
            for each in verdict.get_judged_report(work, report_id)[1]:
                if each.is_open:
                    verdict.waive_report_finding(
                        work, report_id, each.key, reason="Số do cấp trên yêu cầu giữ như mẫu."
                    )
        with unit_of_work(self.session, self.somebody(signs), self.clock) as work:
            report_sign_off.freeze_report(work, report_id, number=number, dated_on=DATED)
        kept = report_queries.get_frozen_report(self.session, report_id)
        assert kept is not None
        return kept


@pytest.fixture
def desk(year: Session) -> Desk:
    """Return the desk with the report of the demonstration on it."""
    return Desk(year)


def test_while_something_is_wrong_it_is_not_frozen(desk: Desk) -> None:
    with pytest.raises(Refusal) as refused, unit_of_work(desk.session, desk.actor, desk.clock) as work:
        report_sign_off.freeze_report(work, desk.first_id, number=NUMBER, dated_on=DATED)

    assert refused.value.reason is Reason.ERRORS_OPEN
    assert desk.report(desk.first_id).state is ReportState.DRAFT


def test_frozen_it_keeps_its_paper_its_figures_and_its_members(desk: Desk) -> None:
    kept = desk.settle_and_freeze(desk.first_id)
    report = desk.report(desk.first_id)
    paper = report_content.paper_of_report(desk.looking(), report)
    period = freezing.find_frozen_period(desk.session, kept.frozen_period_id or 0)

    assert (report.state, report.number, paper.number, paper.dated_on) == (ReportState.FROZEN, NUMBER, NUMBER, DATED)
    assert period is not None and period.figures["by_origin"]["province"]["total"] == 158
    assert len(report_queries.list_report_waivers(desk.session, report.id)) > 0
    assert report_word(paper) == report_word(report_content.paper_of_report(desk.looking(), report))
    standing = [(each.finding, each.reason) for each in report_queries.list_report_waivers(desk.session, report.id)]
    internal = Document(io.BytesIO(report_word(paper, standing))).tables[-1]
    assert [tuple(cell.text for cell in row.cells) for row in internal.rows[1:]] == standing
    with pytest.raises(DBAPIError, match="append-only"):
        desk.session.connection().execute(sa.update(FrozenReport).values(paper="{}"))
    desk.session.rollback()


def test_a_window_without_a_name_keeps_its_members_too_and_opens_them_later(desk: Desk) -> None:
    since, until = dt.date(2021, 1, 1), dt.date(2021, 9, 30)
    with unit_of_work(desk.session, desk.actor, desk.clock) as work:
        made = opening.open_window(work, since, until).id
        form = desk.report(desk.first_id).form_id
        required = [
            row.id for row in form_versions.list_indicators(work.session, form) if row.source is ValueSource.ENTERED
        ]
        save_unit_figures(work, made, None, {key: TypedFields(blank=BlankReason.NO_FIGURES_YET) for key in required})
    kept = desk.settle_and_freeze(made)
    window = freezing.find_frozen_period(desk.session, kept.frozen_period_id or 0)

    assert window is not None and (window.period, window.members) == (
        "20210101-20210930",
        len(list(membership.walk_frozen_members(desk.session, window.id))),
    )
    province = window.figures["by_origin"]["province"]
    row = numbers_of(report_content.paper_of_report(desk.looking(), desk.report(made)).rows)
    assert row["1.3.1"] == str(province["total"])


def test_nothing_enters_a_frozen_report(desk: Desk) -> None:
    desk.settle_and_freeze(desk.first_id)
    row = form_versions.list_indicators(desk.session, desk.report(desk.first_id).form_id)[13]
    with pytest.raises(Refusal) as refused, unit_of_work(desk.session, desk.actor, desk.clock) as work:
        save_unit_figures(work, desk.first_id, None, {row.id: TypedFields(value="1")})

    assert refused.value.reason is Reason.REPORT_FIXED


def test_a_new_version_replaces_it_and_says_what_changed_and_why(desk: Desk) -> None:
    desk.settle_and_freeze(desk.first_id)
    with unit_of_work(desk.session, desk.actor, desk.clock) as work:
        second = report_sign_off.open_report_version(work, desk.first_id, reason="Tổng hợp nhầm số VBQPPL.").id
    rows = {row.code: row.id for row in form_versions.list_indicators(desk.session, desk.report(second).form_id)}
    with unit_of_work(desk.session, desk.actor, desk.clock) as work:
        save_unit_figures(
            work, second, None, {rows["2.4"]: TypedFields(value="6", note="Chỉ tính văn bản có kiến nghị")}
        )
        save_unit_figures(work, second, None, {rows["2.5"]: TypedFields(value="6")})
        save_unit_figures(work, second, None, {rows["7.8.1"]: TypedFields(value="180")})
    with pytest.raises(Refusal) as alone:
        desk.settle_and_freeze(second, "4300/BC-UBND")
    assert alone.value.reason is Reason.SECOND_PERSON
    desk.settle_and_freeze(second, "4300/BC-UBND", signs="vanphong")
    first, after = desk.report(desk.first_id), desk.report(second)
    found = verdict.compare_reports(desk.looking(), after, first)

    assert (first.state, after.state) == (ReportState.SUPERSEDED, ReportState.FROZEN)
    assert {each.code: (each.before, each.after, each.why) for each in found.differences} == {
        "2.4": ("27", "6", DifferenceCause.SAID),
        "2.5": ("27", "6", DifferenceCause.SAID),
        "3.5.2": ("291", "292", DifferenceCause.FORMULA),
        "7.8.1": ("179", "180", DifferenceCause.SAID),
    }
    assert found.same == 80 and found.frozen_ids is not None
    assert numbers_of(report_content.paper_of_report(desk.looking(), first).rows)["2.4"] == "27"


def test_next_years_plan_takes_over_what_goes_on_a_year_later(desk: Desk) -> None:
    proposed = report_next_plan.propose_next_plan(desk.looking(), 2021)
    phrases = {each.item.number: each.term_text for each in proposed}

    assert {each.item.number for each in proposed} >= {"6", "7", "15", "28", "32"}  # continuous
    assert phrases["10"] == "Trong năm 2022"
    assert not any("2021" in each.term_text for each in proposed)
    why = {each.item.number: each.why for each in proposed}
    assert {why[number] for number in ("6", "7")} == {ContinuationReason.CONTINUOUS}
    assert why["10"] is ContinuationReason.ATTESTED  # «trong năm», marked as met up to the report, goes on all the same
