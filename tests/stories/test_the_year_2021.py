"""The published figures of 2021 come out of the state of the tasks, and equal a count of the registers by hand."""

from __future__ import annotations

import datetime as dt
from collections import Counter

import pytest
import sqlalchemy as sa
from sqlalchemy.orm import Session

from tests.support.year2021 import hand_count
from tracker.core.clock import ManualClock, end_of_day, local_instant
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.demo import command
from tracker.figures import report_figures
from tracker.intake.directives import entry
from tracker.intake.plans import intake as plans_intake
from tracker.intake.plans.table import read_plan
from tracker.intake.registers import intake as registers_intake
from tracker.intake.registers.table import read_register_file
from tracker.law.permissions import Origin, Scope
from tracker.law.tally import Tally
from tracker.law.timing import DONE_ON_TIME, Timing
from tracker.office import people as office_people, units
from tracker.office.models import Document, Unit
from tracker.office.people import COMMAND_LINE
from tracker.operations import verification
from tracker.tasks import classified, lists as task_lists
from tracker.tasks.actions import completion
from tracker.tasks.cuts import Cut
from tracker.tasks.selection import Count, Selection

CUT_OFF = dt.date(2021, 11, 10)
EVERYTHING = Scope(everywhere=True)
REGISTERS = {Origin.PROVINCE: "ykcd-tinh-2021.xlsx", Origin.TOWN: "ykcd-thi-xa-2021.xlsx"}
DAYS = [dt.date(2021, 1, 31), dt.date(2021, 3, 14), dt.date(2021, 6, 30), dt.date(2021, 8, 20), CUT_OFF]


def count(session: Session, origin: Origin, day: dt.date = CUT_OFF, **more: object) -> Tally:
    """Count one origin as of a day."""
    selection = Selection(as_of=day, scope=EVERYTHING, origins=frozenset({origin}))
    return classified.count_selection(session, selection.narrowed(**more))


def clerks_view(tally: Tally) -> Counter[str]:
    """Say a tally in the words of the clerk's count."""
    return Counter(
        {
            "on_time": tally.done_on_time,
            "late": tally[Timing.DONE_LATE],
            "in_time": tally[Timing.OPEN_IN_TIME],
            "overdue": tally[Timing.OPEN_OVERDUE],
        }
    )


def test_the_plan_of_34_tasks_is_done(year: Session) -> None:
    tally = count(year, Origin.PLAN)

    assert (tally.total, tally.done, tally[Timing.DONE_LATE]) == (34, 34, 0)


def test_the_province_gave_158_of_which_152_on_time_and_6_late(year: Session) -> None:
    tally = count(year, Origin.PROVINCE)

    assert (tally.total, tally.done_on_time, tally[Timing.DONE_LATE], tally.open) == (158, 152, 6, 0)


def test_the_wards_did_66_of_85_and_the_19_open_ones_are_split(year: Session) -> None:
    tally = count(year, Origin.TOWN)

    assert (tally.total, tally.done, tally.done_on_time, tally[Timing.DONE_LATE]) == (85, 66, 56, 10)
    assert (tally[Timing.OPEN_IN_TIME], tally[Timing.OPEN_OVERDUE]) == (9, 10)


@pytest.mark.parametrize("day", DAYS, ids=str)
@pytest.mark.parametrize("origin", REGISTERS)
def test_any_day_equals_the_register_counted_by_hand(year: Session, origin: Origin, day: dt.date) -> None:
    assert clerks_view(count(year, origin, day)) == hand_count(REGISTERS[origin], day)


def test_every_ward_equals_its_rows_in_the_register(year: Session) -> None:
    wards = {unit.id: unit.name for unit in units.list_units(year)}
    selection = Selection(as_of=CUT_OFF, scope=EVERYTHING, origins=frozenset({Origin.TOWN}))
    by_unit = classified.count_by_cut(year, selection, Cut.UNIT)

    assert len(by_unit) == 9
    for unit_id, tally in by_unit.items():
        assert clerks_view(tally) == hand_count(REGISTERS[Origin.TOWN], CUT_OFF, wards[unit_id]), wards[unit_id]


def test_the_directive_of_nine_wards_counts_once_and_stands_at_its_gravest(year: Session) -> None:
    tally = count(year, Origin.TOWN, count=Count.DIRECTIVES)

    assert (tally.total, tally.assigned_ever) == (13, 13)
    assert tally[Timing.OPEN_OVERDUE] >= 1


@pytest.mark.parametrize("cut", [cut for cut in Cut if cut is not Cut.COORDINATING])
@pytest.mark.parametrize("unit_of_count", list(Count))
def test_buckets_add_up_to_the_total_under_every_cut(year: Session, cut: Cut, unit_of_count: Count) -> None:
    for day in DAYS:
        selection = Selection(as_of=day, scope=EVERYTHING, count=unit_of_count)
        whole = classified.count_selection(year, selection)
        parts = classified.count_by_cut(year, selection, cut).values()

        assert sum(part.total for part in parts) == whole.total
        assert whole.total == sum(whole[timing] for timing in Timing if timing is not Timing.EXCLUDED)


def test_a_task_counts_for_every_unit_that_coordinates_it(year: Session) -> None:
    """No parts of one whole: several units may coordinate a task, so each line is held against its own list."""
    whole = Selection(as_of=CUT_OFF, scope=EVERYTHING, count=Count.ASSIGNMENTS)
    lines = classified.count_by_cut(year, whole, Cut.COORDINATING)

    assert len(lines) > 10
    for unit_id, line in lines.items():
        assert line == classified.count_selection(year, whole.narrowed(coordinating_unit_id=unit_id))


def test_the_figure_152_opens_a_list_of_152_rows(year: Session) -> None:
    selection = Selection(
        as_of=CUT_OFF, scope=EVERYTHING, origins=frozenset({Origin.PROVINCE}), timings=frozenset(DONE_ON_TIME)
    )
    rows = task_lists.list_task_rows(year, selection, after=None, limit=500)

    assert len(rows) == 152
    assert {row.timing for row in rows} == set(DONE_ON_TIME)


def test_what_was_known_in_june_is_still_told_as_it_was_known(year: Session) -> None:
    june = dt.date(2021, 6, 30)
    now_known = count(year, Origin.PROVINCE, june)
    then_known = count(year, Origin.PROVINCE, june, known_at=end_of_day(june))

    assert then_known.total == now_known.total == 104
    assert then_known.done < now_known.done == 99


def test_one_more_directive_done_late_makes_seven_and_leaves_152(year: Session) -> None:
    clock = ManualClock(local_instant(dt.date(2021, 11, 1), 9))
    department = units.find_unit_by_code(year, "TP")
    assert department is not None
    with unit_of_work(year, COMMAND_LINE, clock) as work:
        instruction = entry.EnteredDirective(
            origin=Origin.PROVINCE,
            reference="9999/UBND-NC",
            given_on=dt.date(2021, 11, 1),
            issuer="UBND tỉnh Thừa Thiên Huế",
            leader="Chủ tịch UBND tỉnh",
            content="Yêu cầu UBND thị xã báo cáo công tác hòa giải ở cơ sở",
            term_text="trước ngày 05/11/2021",
            leads=[department],
        )
        task_id = entry.register_directive(work, instruction).id
    [assignment] = tasks_of(year, task_id)
    for login, verb in (("tp.canbo", _report), ("vanphong", _confirm)):
        clock.move_to(local_instant(dt.date(2021, 11, 9), 9 if login == "tp.canbo" else 16))
        person = office_people.find_person_by_login(year, login)
        assert person is not None
        with unit_of_work(year, office_people.get_person_actor(year, person, CUT_OFF), clock) as work:
            verb(work, assignment)

    tally = count(year, Origin.PROVINCE)
    assert (tally.total, tally.done_on_time, tally[Timing.DONE_LATE]) == (159, 152, 7)


def tasks_of(session: Session, task_id: int) -> list[int]:
    """Return the numbers of a task's assignments."""
    from tests.support.builders import leads_of

    return [each.id for each in leads_of(session, task_id)]


def _report(work: UnitOfWork, assignment_id: int) -> None:
    completion.submit_completion(work, assignment_id, done_on=dt.date(2021, 11, 9), note="Đã báo cáo")


def _confirm(work: UnitOfWork, assignment_id: int) -> None:
    completion.confirm_completion(work, assignment_id)


def test_the_diary_holds_and_every_figure_equals_its_replay(year: Session) -> None:
    found = verification.verify_records(year)

    assert found.broken_line is None
    assert found.differing == ()
    assert found.assignments == len(set(row.assignment_id for row in all_rows(year)))


def all_rows(session: Session) -> list[task_lists.TaskRow]:
    """Return every lead assignment of the year."""
    selection = Selection(as_of=CUT_OFF, scope=EVERYTHING, count=Count.ASSIGNMENTS)
    return list(task_lists.list_task_rows(session, selection, after=None, limit=10_000))


def test_the_same_files_again_change_nothing(year: Session) -> None:
    papers = year.scalar(sa.select(sa.func.count()).select_from(Document))
    clock = ManualClock(local_instant(CUT_OFF, 18))
    with unit_of_work(year, COMMAND_LINE, clock) as work:
        plan = plans_intake.import_plan(
            work,
            read_plan((command.TOWN_DATA_FOLDER / "ke-hoach-cchc-2021.xlsx").read_bytes(), "ke-hoach-cchc-2021.xlsx"),
            plans_intake.PlanPaper("1822/QĐ-UBND", command.PLAN_ON, command.TOWN_NAME, 2021, "Kế hoạch"),
        )
        again = [
            registers_intake.import_register(
                work, read_register_file((command.TOWN_DATA_FOLDER / name).read_bytes(), name)
            )
            for name in REGISTERS.values()
        ]

    assert (plan.count("created"), plan.count("updated"), plan.count("unchanged")) == (0, 0, 34)
    assert [(each.count("created"), each.count("updated"), each.count("unchanged")) for each in again] == [
        (0, 0, 158),
        (0, 0, 85),
    ]
    assert year.scalar(sa.select(sa.func.count()).select_from(Document)) == papers


def test_the_collective_lead_of_the_first_item_is_every_unit_of_that_day(year: Session) -> None:
    selection = Selection(as_of=CUT_OFF, scope=EVERYTHING, origins=frozenset({Origin.PLAN}), words="của từng cơ quan")
    rows = task_lists.list_task_rows(year, selection.narrowed(count=Count.ASSIGNMENTS), after=None, limit=100)
    names = {row.unit_name for row in rows}

    assert len(rows) == 12 + 6 + 15
    assert {"Phường Hương An", "Xã Hải Dương", "Phường Tứ Hạ"} <= names
    assert year.scalar(sa.select(sa.func.count()).select_from(Unit)) == 35


def test_sentences_of_the_report_say_what_the_registers_say(year: Session) -> None:
    from tracker.figures.sentences import report_sentences

    work = UnitOfWork(session=year, actor=COMMAND_LINE, now=local_instant(CUT_OFF, 18))
    selection = Selection(as_of=CUT_OFF, scope=EVERYTHING)
    sentences = report_sentences(report_figures.report_figures(work, selection))
    plan, province, town = (str(sentence) for sentence in sentences.values())

    assert "có 34 nội dung, nhiệm vụ" in plan
    assert "đã hoàn thành 34 nhiệm vụ (đạt 100%" in plan
    assert "trước và đúng hạn 152, quá hạn 6." in province
    assert "66/85" in town
    assert "còn 19 lượt giao đang thực hiện (trong hạn 9, quá hạn 10)" in town
