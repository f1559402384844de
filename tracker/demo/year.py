"""The year as a list of scenes, each at its own instant of 2021, played through the same services as real work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from tracker.clock import at
from tracker.demo.people import Cast
from tracker.demo.playing import Scene
from tracker.documents.progress_table import Manner, ProgressRow
from tracker.models.task import Assignment, Part
from tracker.rules.lifecycle import OPEN, AssignmentState
from tracker.services import registers, tasks
from tracker.services.register_matching import Bundle, ReadLine, assignment_of
from tracker.services.registers import RegisterImport
from tracker.store import papers
from tracker.store import tasks as task_store
from tracker.transaction import Work

LATECOMERS = frozenset({"BINHTHANH", "BINHTIEN"})
"""Wards that have not yet accepted the last directive of the year."""

LAST_DIRECTIVE = "2596/UBND-VP"
WORKING_ON_IT = "Đang triển khai theo kế hoạch."


def scenes_of_register(cast: Cast, register: RegisterImport) -> Iterator[Scene]:
    """Turn the rows of a register into scenes: given, accepted, reported, confirmed, each on its day."""
    office = cast.by_login["vanphong"]
    for bundle in register.bundles:
        given_on = bundle.instruction.given_on
        yield Scene(at(given_on, 9), office, partial(_hand_out, bundle))
        for line in bundle.lines:
            yield from _scenes_of_line(cast, bundle, line)


def _hand_out(bundle: Bundle, work: Work) -> None:
    registers.hand_out_bundle(work, bundle)


def _scenes_of_line(cast: Cast, bundle: Bundle, line: ReadLine) -> Iterator[Scene]:
    assert line.lead is not None  # the register was read without open questions
    worker, office = cast.worker_of[line.lead.id], cast.who_confirms("vanphong", line.lead.id)
    done_on, confirmed_on = line.row.done_on, line.row.confirmed_on
    accepted_on = bundle.instruction.given_on + dt.timedelta(days=1)
    if done_on is not None:
        accepted_on = min(accepted_on, done_on)

    def find(work: Work) -> int:
        found = assignment_of(work, bundle, line)
        assert found is not None  # handed out in an earlier scene
        return found.id

    if not (bundle.instruction.reference == LAST_DIRECTIVE and line.lead.code in LATECOMERS):
        yield Scene(at(accepted_on, 10), worker, lambda work: tasks.accept(work, find(work)))
    if done_on is None or confirmed_on is None:
        return
    yield Scene(
        at(done_on, 15),
        worker,
        lambda work: tasks.submit(work, find(work), done_on=done_on, document=line.row.reply_text),
    )
    yield Scene(
        at(confirmed_on, 16),
        office,
        lambda work: tasks.confirm(work, find(work)),
    )


def scenes_of_plan(cast: Cast, year: int, progress: tuple[ProgressRow, ...]) -> Iterator[Scene]:
    """Turn the progress of the plan into scenes; every lead of a collective item reports its share."""
    coordinator = cast.by_login["noivu"]
    for row in progress:
        assert (
            row.done_on is not None and row.confirmed_on is not None
        )  # the file has been read without problems
        if row.manner is Manner.DONE:
            yield Scene(at(row.done_on, 15), coordinator, _report(cast, year, row))
            yield Scene(at(row.confirmed_on, 16), coordinator, _each(cast, year, row.number, _confirm))
        else:
            yield Scene(at(row.confirmed_on, 16), coordinator, _each(cast, year, row.number, _attest(row)))


def _report(cast: Cast, year: int, row: ProgressRow) -> Callable[[Work], object]:
    """Return the scene in which the leads of an item report it complete, each through its own official."""

    def play(work: Work) -> None:
        present = work.actor
        for assignment in leads(work, year, row.number):
            work.actor = cast.worker_of[assignment.unit_id]
            if assignment.state is AssignmentState.ASSIGNED:
                tasks.accept(work, assignment.id)
            assert row.done_on is not None
            last = _last_occurrence(work, assignment)
            if last is None:
                tasks.submit(work, assignment.id, done_on=row.done_on, document=row.reference_text)
            else:
                tasks.report_occurrence(
                    work, assignment.id, number=last, done_on=row.done_on, document=row.reference_text
                )
        work.actor = present

    return play


def _each(
    cast: Cast, year: int, number: str, act: Callable[[Work, Assignment], object]
) -> Callable[[Work], object]:
    def play(work: Work) -> None:
        present = work.actor
        for assignment in leads(work, year, number):
            work.actor = cast.who_confirms("noivu", assignment.unit_id)
            act(work, assignment)
        work.actor = present

    return play


def _confirm(work: Work, assignment: Assignment) -> object:
    last = _last_occurrence(work, assignment)
    if last is not None:
        return tasks.accept_occurrence(work, assignment.id, number=last)
    return tasks.confirm(work, assignment.id)


def _last_occurrence(work: Work, assignment: Assignment) -> int | None:
    """Return the number of the last occurrence of a duty that comes again."""
    occurrences = task_store.occurrences(work.session, assignment.id)
    return occurrences[-1].number if occurrences else None


def _attest(row: ProgressRow) -> Callable[[Work, Assignment], object]:
    def act(work: Work, assignment: Assignment) -> object:
        assert row.done_on is not None
        return tasks.attest(
            work,
            assignment.id,
            effective_on=row.done_on,
            note="Đạt yêu cầu đến thời điểm báo cáo.",
            document=row.reference_text,
        )

    return act


def leads(work: Work, year: int, number: str) -> list[Assignment]:
    """Return the lead assignments of an item of the plan that are still in hand."""
    plan = papers.plan(work.session, year)
    assert plan is not None  # imported in the first scene
    item = next(item for item in papers.plan_items(work.session, plan.id) if item.number == number)
    task = task_store.of_plan_item(work.session, item.id)
    assert task is not None
    return [
        each
        for each in task_store.of_task(work.session, task.id)
        if each.part is Part.LEAD and each.state in OPEN
    ]


def scenes_of_autumn(cast: Cast, register: RegisterImport) -> Iterator[Scene]:
    """Give the open assignments of the wards a life: one sent back, one waiting, one asking for more time."""
    office = cast.by_login["vanphong"]
    open_lines = {
        (bundle.instruction.reference, line.lead.code): (bundle, line)
        for bundle in register.bundles
        for line in bundle.lines
        if line.lead is not None and line.row.done_on is None
    }

    def scene(day: dt.date, hour: int, key: tuple[str, str], act: Callable[[Work, int], object]) -> Scene:
        bundle, line = open_lines[key]
        assert line.lead is not None

        def play(work: Work) -> object:
            found = assignment_of(work, bundle, line)
            assert found is not None
            return act(work, found.id)

        return Scene(at(day, hour), cast.worker_of[line.lead.id], play)

    survey, dossiers = ("2322/UBND-VP", "BINHTHANH"), "2459/UBND-NV"
    yield scene(
        dt.date(2021, 10, 25),
        9,
        survey,
        lambda work, number: tasks.submit(
            work, number, done_on=work.today, note="Đã phát phiếu cho người dân tại bộ phận một cửa."
        ),
    )
    sent_back = scene(
        dt.date(2021, 10, 27),
        9,
        survey,
        lambda work, number: tasks.send_back(
            work, number, note="Chưa có bảng tổng hợp số phiếu thu về. Bổ sung rồi báo cáo lại."
        ),
    )
    yield Scene(sent_back.instant, office, sent_back.play)
    for code in ("HUONGXUAN", "HUONGCHU"):
        yield scene(
            dt.date(2021, 10, 29),
            10,
            (dossiers, code),
            lambda work, number: tasks.report_progress(work, number, note=WORKING_ON_IT, percent=60),
        )
    yield scene(
        dt.date(2021, 11, 8),
        10,
        (dossiers, "HUONGBINH"),
        lambda work, number: tasks.request_extension(
            work,
            number,
            to_due_on=dt.date(2021, 11, 20),
            reason="Phần mềm một cửa bảo trì, chờ bàn giao dữ liệu.",
        ),
    )
    yield scene(
        dt.date(2021, 11, 9),
        15,
        (dossiers, "HUONGVAN_VAWN"),
        lambda work, number: tasks.submit(
            work,
            number,
            done_on=work.today,
            note="Đã cập nhật toàn bộ hồ sơ trên phần mềm một cửa.",
            document="402/BC-UBND ngày 09/11/2021",
        ),
    )
