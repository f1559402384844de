"""The year as a list of scenes, each at its own instant of 2021, played through the same services as real work."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator
from functools import partial

from tracker.core.clock import local_instant
from tracker.database.unit_of_work import UnitOfWork
from tracker.demo.people import DemoCast, DemoScene
from tracker.intake.plans.table import ProgressOutcome, ProgressRow
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.intake import RegisterImport
from tracker.intake.registers.matching import MatchedRegisterRow, RegisterBundle, match_assignment
from tracker.law.lifecycle import OPEN_STATES, AssignmentState
from tracker.tasks import queries as task_queries, sources as task_sources
from tracker.tasks.actions import completion, deadline, occurrence
from tracker.tasks.models import Assignment, AssignmentRole

LATECOMERS = frozenset({"BINHTHANH", "BINHTIEN"})
"""Wards that have not yet accepted the last directive of the year."""

LAST_DIRECTIVE = "2596/UBND-VP"
WORKING_ON_IT = "Đang triển khai theo kế hoạch."


def scenes_of_register(cast: DemoCast, register: RegisterImport) -> Iterator[DemoScene]:
    """Turn the rows of a register into scenes: given, accepted, reported, confirmed, each on its day."""
    office = cast.by_login["vanphong"]
    for bundle in register.bundles:
        given_on = bundle.instruction.given_on
        yield DemoScene(local_instant(given_on, 9), office, partial(_hand_out, bundle))
        for line in bundle.lines:
            yield from _scenes_of_line(cast, bundle, line)


def _hand_out(bundle: RegisterBundle, work: UnitOfWork) -> None:
    registers_intake.assign_bundle(work, bundle)


def _scenes_of_line(cast: DemoCast, bundle: RegisterBundle, line: MatchedRegisterRow) -> Iterator[DemoScene]:
    assert line.lead is not None  # the register was read without open questions
    worker, office = cast.worker_of[line.lead.id], cast.who_confirms("vanphong", line.lead.id)
    done_on, confirmed_on = line.row.done_on, line.row.confirmed_on
    accepted_on = bundle.instruction.given_on + dt.timedelta(days=1)
    if done_on is not None:
        accepted_on = min(accepted_on, done_on)

    def find(work: UnitOfWork) -> int:
        found = match_assignment(work, bundle, line)
        assert found is not None  # handed out in an earlier scene
        return found.id

    if not (bundle.instruction.reference == LAST_DIRECTIVE and line.lead.code in LATECOMERS):
        yield DemoScene(
            local_instant(accepted_on, 10), worker, lambda work: completion.accept_assignment(work, find(work))
        )
    if done_on is None or confirmed_on is None:
        return
    yield DemoScene(
        local_instant(done_on, 15),
        worker,
        lambda work: completion.submit_completion(work, find(work), done_on=done_on, document=line.row.reply_text),
    )
    yield DemoScene(
        local_instant(confirmed_on, 16), office, lambda work: completion.confirm_completion(work, find(work))
    )


def scenes_of_plan(cast: DemoCast, year: int, progress: tuple[ProgressRow, ...]) -> Iterator[DemoScene]:
    """Turn the progress of the plan into scenes; every lead of a collective item reports its share."""
    coordinator = cast.by_login["noivu"]
    for row in progress:
        assert row.done_on is not None and row.confirmed_on is not None  # the file has been read without problems
        if row.manner is ProgressOutcome.DONE:
            yield DemoScene(local_instant(row.done_on, 15), coordinator, _report(cast, year, row))
            yield DemoScene(local_instant(row.confirmed_on, 16), coordinator, _each(cast, year, row.number, _confirm))
        else:
            yield DemoScene(
                local_instant(row.confirmed_on, 16), coordinator, _each(cast, year, row.number, _attest(row))
            )


def _report(cast: DemoCast, year: int, row: ProgressRow) -> Callable[[UnitOfWork], object]:
    """Return the scene in which the leads of an item report it complete, each through its own official."""

    def play(work: UnitOfWork) -> None:
        present = work.actor
        for assignment in find_demo_leads(work, year, row.number):
            work.actor = cast.worker_of[assignment.unit_id]
            if assignment.state is AssignmentState.ASSIGNED:
                completion.accept_assignment(work, assignment.id)
            assert row.done_on is not None
            last = _last_occurrence(work, assignment)
            if last is None:
                completion.submit_completion(work, assignment.id, done_on=row.done_on, document=row.reference_text)
            else:
                occurrence.submit_occurrence(
                    work, assignment.id, number=last, done_on=row.done_on, document=row.reference_text
                )
        work.actor = present

    return play


def _each(
    cast: DemoCast, year: int, number: str, act: Callable[[UnitOfWork, Assignment], object]
) -> Callable[[UnitOfWork], object]:
    def play(work: UnitOfWork) -> None:
        present = work.actor
        for assignment in find_demo_leads(work, year, number):
            work.actor = cast.who_confirms("noivu", assignment.unit_id)
            act(work, assignment)
        work.actor = present

    return play


def _confirm(work: UnitOfWork, assignment: Assignment) -> object:
    last = _last_occurrence(work, assignment)
    if last is not None:
        return occurrence.confirm_occurrence(work, assignment.id, number=last)
    return completion.confirm_completion(work, assignment.id)


def _last_occurrence(work: UnitOfWork, assignment: Assignment) -> int | None:
    """Return the number of the last occurrence of a duty that comes again."""
    occurrences = task_queries.list_occurrences(work.session, assignment.id)
    return occurrences[-1].number if occurrences else None


def _attest(row: ProgressRow) -> Callable[[UnitOfWork, Assignment], object]:
    def act(work: UnitOfWork, assignment: Assignment) -> object:
        assert row.done_on is not None
        return completion.attest_assignment(
            work,
            assignment.id,
            effective_on=row.done_on,
            note="Đạt yêu cầu đến thời điểm báo cáo.",
            document=row.reference_text,
        )

    return act


def find_demo_leads(work: UnitOfWork, year: int, number: str) -> list[Assignment]:
    """Return the lead assignments of an item of the plan that are still open."""
    plan = task_sources.get_plan(work.session, year)
    assert plan is not None  # imported in the first scene
    item = next(item for item in task_sources.plan_items(work.session, plan.id) if item.number == number)
    task = task_queries.get_plan_item_task(work.session, item.id)
    assert task is not None
    return [
        each
        for each in task_queries.list_task_assignments(work.session, task.id)
        if each.part is AssignmentRole.LEAD and each.state in OPEN_STATES
    ]


def scenes_of_autumn(cast: DemoCast, register: RegisterImport) -> Iterator[DemoScene]:
    """Give the open assignments of the wards a life: one sent back, one waiting, one asking for more time."""
    office = cast.by_login["vanphong"]
    open_lines = {
        (bundle.instruction.reference, line.lead.code): (bundle, line)
        for bundle in register.bundles
        for line in bundle.lines
        if line.lead is not None and line.row.done_on is None
    }

    def scene(day: dt.date, hour: int, key: tuple[str, str], act: Callable[[UnitOfWork, int], object]) -> DemoScene:
        bundle, line = open_lines[key]
        assert line.lead is not None

        def play(work: UnitOfWork) -> object:
            found = match_assignment(work, bundle, line)
            assert found is not None
            return act(work, found.id)

        return DemoScene(local_instant(day, hour), cast.worker_of[line.lead.id], play)

    survey, dossiers = ("2322/UBND-VP", "BINHTHANH"), "2459/UBND-NV"
    yield scene(
        dt.date(2021, 10, 25),
        9,
        survey,
        lambda work, number: completion.submit_completion(
            work, number, done_on=work.today, note="Đã phát phiếu cho người dân tại bộ phận một cửa."
        ),
    )
    sent_back = scene(
        dt.date(2021, 10, 27),
        9,
        survey,
        lambda work, number: completion.return_completion(
            work, number, note="Chưa có bảng tổng hợp số phiếu thu về. Bổ sung rồi báo cáo lại."
        ),
    )
    yield DemoScene(sent_back.instant, office, sent_back.play)
    for code in ("HUONGXUAN", "HUONGCHU"):
        yield scene(
            dt.date(2021, 10, 29),
            10,
            (dossiers, code),
            lambda work, number: completion.record_progress(work, number, note=WORKING_ON_IT, percent=60),
        )
    yield scene(
        dt.date(2021, 11, 8),
        10,
        (dossiers, "HUONGBINH"),
        lambda work, number: deadline.submit_extension_request(
            work, number, to_due_on=dt.date(2021, 11, 20), reason="Phần mềm một cửa bảo trì, chờ bàn giao dữ liệu."
        ),
    )
    yield scene(
        dt.date(2021, 11, 9),
        15,
        (dossiers, "HUONGVAN_VAWN"),
        lambda work, number: completion.submit_completion(
            work,
            number,
            done_on=work.today,
            note="Đã cập nhật toàn bộ hồ sơ trên phần mềm một cửa.",
            document="402/BC-UBND ngày 09/11/2021",
        ),
    )
