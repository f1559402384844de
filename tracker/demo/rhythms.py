"""What comes again in the plan of 2021: its occurrences, reported one by one and confirmed the next morning."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from functools import partial

from tracker.clock import at
from tracker.demo.people import Cast
from tracker.demo.playing import Scene
from tracker.demo.year import leads
from tracker.models.task import Occurrence
from tracker.rules.lifecycle import AssignmentState
from tracker.services import tasks
from tracker.store import tasks as task_store
from tracker.transaction import Work

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


def scenes_of_rhythms(work: Work, cast: Cast, year: int) -> Iterator[Scene]:
    """Turn the occurrences of the plan into scenes; the last of a finished item belongs to its progress."""
    for item in ITEMS:
        for assignment in leads(work, year, item):
            confirmer = cast.who_confirms("noivu", assignment.unit_id)
            occurrences = task_store.occurrences(work.session, assignment.id)
            for occurrence in occurrences[:-1]:
                if occurrence.due_on > REPORTED_UNTIL:
                    continue
                done_on = _finished(item, occurrence)
                worker = cast.worker_of[assignment.unit_id]
                report = partial(_report, assignment.id, occurrence.number, done_on, RESULTS[item])
                yield Scene(at(done_on, 14), worker, report)
                confirm = partial(_confirm, assignment.id, occurrence.number)
                yield Scene(at(done_on + dt.timedelta(days=1), 9), confirmer, confirm)


def _report(number: int, occurrence: int, done_on: dt.date, note: str, work: Work) -> None:
    found = task_store.one(work.session, number)
    if found is not None and found.state is AssignmentState.ASSIGNED:
        tasks.accept(work, number)
    tasks.report_occurrence(work, number, number=occurrence, done_on=done_on, note=note)


def _confirm(number: int, occurrence: int, work: Work) -> None:
    tasks.accept_occurrence(work, number, number=occurrence)


def _finished(item: str, occurrence: Occurrence) -> dt.date:
    """Return a working day some days before the deadline, or after it where the unit was late."""
    after = DAYS_AFTER.get((item, occurrence.number))
    day = occurrence.due_on + dt.timedelta(days=-DAYS_BEFORE if after is None else after)
    return day - dt.timedelta(days=max(0, day.weekday() - 4)) if after is None else day
