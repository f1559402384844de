"""How the town was rearranged in 2021: six wards left, the inspection plan shrank, a department was to be dissolved.

What the six still had open, shares in which they coordinated, went along with them. No published figure moves.

What comes again in the plan of 2021: its occurrences, reported one by one and confirmed the next morning.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from dataclasses import replace
from functools import partial

from tracker.core.clock import local_instant
from tracker.database.unit_of_work import UnitOfWork
from tracker.demo.people import DemoCast, DemoScene
from tracker.demo.year import find_demo_leads
from tracker.law.lifecycle import AssignmentState
from tracker.office import units
from tracker.office.models import LineageKind, Unit
from tracker.office.unit_table import UnitListRow
from tracker.reorganisation import execution
from tracker.reorganisation.request import DecisionPaper, ReorganisationRequest
from tracker.tasks import queries as task_queries
from tracker.tasks.actions import completion, occurrence as actions_occurrence
from tracker.tasks.actions.correction import change_object_count
from tracker.tasks.models import Occurrence

LEAVING = ("HUONGAN", "HUONGHO", "HUONGTHO", "HUONGPHONG", "HUONGVINH", "HAIDUONG")
LEFT_ON = dt.date(2021, 7, 1)
LEFT_TO = "UBND thành phố Huế"
RESOLUTION = DecisionPaper("1264/NQ-UBTVQH14", dt.date(2021, 4, 27), "Ủy ban Thường vụ Quốc hội")

DISSOLVED, SUCCESSOR = "YT", "VP"
DISSOLVED_ON = dt.date(2021, 11, 11)
DISSOLUTION = DecisionPaper("58/NQ-HĐND", dt.date(2021, 10, 28), "HĐND thị xã Hương Trà")
"""The report of 22/11/2021 tells of the dissolution, and still counts 12 agencies on 10/11: the day after is the first
it can have been. Day and number are invented; a visitor of the demonstration carries it out, or not."""

INSPECTION = "5"
"""The item of the plan on inspections: 6 departments and 6 wards or communes, of which two are no more (K02)."""

TWO_LEFT = (
    "Kiểm tra 10 đơn vị thay vì 12 (4 xã, phường thay vì 6): UBND xã Hương Phong, UBND xã Hải Dương "
    "chuyển về thành phố Huế trước khi được kiểm tra."
)


def units_of_2020(rows: Iterable[UnitListRow]) -> tuple[UnitListRow, ...]:
    """Return the units as one knew them in 2020: what ends in 2021 has no end yet."""
    ends = {*LEAVING, DISSOLVED}
    return tuple(replace(row, valid_to=None, successor="") if row.code in ends else row for row in rows)


def scenes_of_rearranging(cast: DemoCast) -> Iterator[DemoScene]:
    """Let the coordinator carry out the changes of the year, each as one guided act on its day."""
    coordinator = cast.by_login["noivu"]
    yield DemoScene(local_instant(LEFT_ON, 8), coordinator, six_wards_leave)
    yield DemoScene(local_instant(LEFT_ON, 9), coordinator, _two_inspections_fall_away)


def six_wards_leave(work: UnitOfWork) -> None:
    """Let the six wards leave, with all they have open."""
    leaving = tuple(_unit(work, code).id for code in LEAVING)
    execution.execute_reorganisation(
        work, ReorganisationRequest(LineageKind.MOVED, LEFT_ON, RESOLUTION, leaving, to_name=LEFT_TO)
    )


def _two_inspections_fall_away(work: UnitOfWork) -> None:
    for assignment in find_demo_leads(work, LEFT_ON.year, INSPECTION):
        change_object_count(work, assignment.id, before=12, after=10, note=TWO_LEFT, document=str(RESOLUTION))


def health_joins_the_office(work: UnitOfWork) -> None:
    """Dissolve the department of health: the office does its work from then on (K03)."""
    asked = ReorganisationRequest(
        LineageKind.DISSOLVED, DISSOLVED_ON, DISSOLUTION, (_unit(work, DISSOLVED).id,), (_unit(work, SUCCESSOR).id,)
    )
    execution.execute_reorganisation(work, asked)


def _unit(work: UnitOfWork, code: str) -> Unit:
    unit = units.find_unit_by_code(work.session, code)
    assert unit is not None  # it stands in the list of units
    return unit


ITEMS = ("8", "13", "14", "19", "32")
"""The rows of the plan that come again."""

REPORTED_UNTIL = dt.date(2021, 10, 31)
"""What was due later has not been reported yet when the demonstration begins."""

DAYS_AFTER: dict[tuple[str, int], int] = {("14", 1): 2, ("32", 8): 3}
"""Occurrences finished so many days after their deadline: by item and number."""

DAYS_BEFORE = 3
RESULTS = {
    "8": "Đã gửi báo cáo cải cách hành chính của kỳ này.",
    "13": "Đã gửi báo cáo kết quả quản lý thi hành pháp luật về xử lý vi phạm hành chính.",
    "14": "Đã kiểm tra văn bản của kỳ này, có kết luận kèm theo.",
    "19": "Đã mở lớp tập huấn cho Bộ phận Tiếp nhận và Trả kết quả cấp xã.",
    "32": "Đã gửi báo cáo thống kê sử dụng phần mềm dùng chung.",
}


def scenes_of_rhythms(work: UnitOfWork, cast: DemoCast, year: int) -> Iterator[DemoScene]:
    """Turn the occurrences of the plan into scenes; the last of a finished item belongs to its progress."""
    for item in ITEMS:
        for assignment in find_demo_leads(work, year, item):
            confirmer = cast.who_confirms("noivu", assignment.unit_id)
            occurrences = task_queries.list_occurrences(work.session, assignment.id)
            for occurrence in occurrences[:-1]:
                if occurrence.due_on > REPORTED_UNTIL:
                    continue
                done_on = _finished(item, occurrence)
                worker = cast.worker_of[assignment.unit_id]
                report = partial(_report, assignment.id, occurrence.number, done_on, RESULTS[item])
                yield DemoScene(local_instant(done_on, 14), worker, report)
                confirm = partial(_confirm, assignment.id, occurrence.number)
                yield DemoScene(local_instant(done_on + dt.timedelta(days=1), 9), confirmer, confirm)


def _report(number: int, occurrence: int, done_on: dt.date, note: str, work: UnitOfWork) -> None:
    found = task_queries.load_assignment(work.session, number)
    if found is not None and found.state is AssignmentState.ASSIGNED:
        completion.accept_assignment(work, number)
    actions_occurrence.submit_occurrence(work, number, number=occurrence, done_on=done_on, note=note)


def _confirm(number: int, occurrence: int, work: UnitOfWork) -> None:
    actions_occurrence.confirm_occurrence(work, number, number=occurrence)


def _finished(item: str, occurrence: Occurrence) -> dt.date:
    """Return a working day some days before the deadline, or after it where the unit was late."""
    after = DAYS_AFTER.get((item, occurrence.number))
    day = occurrence.due_on + dt.timedelta(days=-DAYS_BEFORE if after is None else after)
    return day - dt.timedelta(days=max(0, day.weekday() - 4)) if after is None else day
