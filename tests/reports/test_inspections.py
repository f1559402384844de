"""Inspections: what is counted, what is left out with a reason, and a finding that is settled by its task."""

from __future__ import annotations

import datetime as dt

import pytest
from sqlalchemy.orm import Session

from tests.support.builders import a_unit, an_official, leads_of, the_calendar_of
from tracker.core.clock import ManualClock
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.permissions import Role
from tracker.office.people import COMMAND_LINE
from tracker.reports import appendix as report_appendix, inspections as report_inspections
from tracker.reports.indicators.spec import CountedSource
from tracker.reports.models import InspectionKind
from tracker.tasks.actions import completion

pytestmark = pytest.mark.both_databases

FIRST, DAY = dt.date(2021, 1, 1), dt.date(2021, 11, 10)
COUNTED = (CountedSource.INSPECTED_BODIES, CountedSource.INSPECTION_FINDINGS, CountedSource.FINDINGS_SETTLED)


def counted(session: Session, clock: ManualClock) -> tuple[int, ...]:
    """Return bodies inspected, problems found, problems settled, up to today."""
    work = UnitOfWork(session, COMMAND_LINE, clock.now())
    found = report_appendix.count_own_records(work, FIRST, work.today)
    return tuple(found[binding].number for binding in COUNTED)


def test_a_round_counts_once_held_and_never_when_it_was_cancelled(session: Session, clock: ManualClock) -> None:
    ward, other = a_unit(session), a_unit(session, "BEN", "UBND phường Hương Văn")
    coordinator = an_official(session, Role.COORDINATOR, a_unit(session, "NV", "Phòng Nội vụ"))
    with unit_of_work(session, coordinator, clock) as work:
        planned = [
            report_inspections.add_inspection(
                work,
                kind=InspectionKind.PLANNED,
                unit=unit,
                decision="93/QĐ-UBND",
                planned_on=dt.date(2021, 8, 4),
                held_on=None,
            ).id
            for unit in (ward, other)
        ]
    assert counted(session, clock) == (0, 0, 0)

    with unit_of_work(session, coordinator, clock) as work:
        report_inspections.complete_inspection(work, planned[0], held_on=dt.date(2021, 8, 4), conclusion="Biên bản")
        report_inspections.cancel_inspection(
            work, planned[1], cancelled_on=dt.date(2021, 7, 1), reason="Chuyển về thành phố Huế."
        )
        report_inspections.add_inspection(
            work, kind=InspectionKind.SURPRISE, unit=ward, decision="", planned_on=None, held_on=dt.date(2021, 9, 9)
        )
        report_inspections.record_finding(work, planned[0], content="Niêm yết chưa đủ")
    assert counted(session, clock) == (1, 1, 0)  # one body, inspected twice

    with pytest.raises(Refusal) as refused, unit_of_work(session, coordinator, clock) as work:
        report_inspections.complete_inspection(work, planned[1], held_on=DAY, conclusion="Biên bản")
    assert refused.value.reason is Reason.INSPECTION_SETTLED


def test_a_finding_is_settled_on_the_day_its_task_is_done(session: Session, clock: ManualClock) -> None:
    the_calendar_of(session, 2021)
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    coordinator = an_official(session, Role.COORDINATOR, a_unit(session, "NV", "Phòng Nội vụ"))
    with unit_of_work(session, coordinator, clock) as work:
        made = report_inspections.add_inspection(
            work, kind=InspectionKind.SURPRISE, unit=ward, decision="", planned_on=None, held_on=DAY
        )
        finding = report_inspections.record_finding(work, made.id, content="Sổ theo dõi ghi thiếu ngày trả")
        report_inspections.create_follow_up_task(
            work, finding.id, reference="2600/UBND-NV", leader="Chủ tịch", term_text="trước ngày 30/11/2021"
        )
        finding_id = finding.id
    kept = report_inspections.get_inspection_finding(session, finding_id)
    assert kept is not None and kept.task_id is not None
    [share] = leads_of(session, kept.task_id)
    share_id = share.id
    assert counted(session, clock) == (1, 1, 0)

    with unit_of_work(session, official, clock) as work:
        completion.submit_completion(work, share_id, done_on=DAY, note="Đã ghi đủ.")
    with unit_of_work(session, COMMAND_LINE, clock) as work:
        completion.confirm_completion(work, share_id)
    assert counted(session, clock) == (1, 1, 1)


def test_a_ward_keeps_no_record_of_inspections(session: Session, clock: ManualClock) -> None:
    ward = a_unit(session)
    official = an_official(session, Role.WARD_OFFICIAL, ward)
    with pytest.raises(Refusal) as refused, unit_of_work(session, official, clock) as work:
        report_inspections.add_inspection(
            work, kind=InspectionKind.SURPRISE, unit=ward, decision="", planned_on=None, held_on=DAY
        )

    assert refused.value.reason is Reason.NOT_ALLOWED
