"""The letter that urges a unit (công văn đôn đốc) as a Word paper in the form of Decree 30/2020/NĐ-CP.

Urging (don doc): which units have late work, how old it is, and the letter to each as a Word paper.

What the office urges: lead assignments at work past their deadline, unit by unit.
"""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import Any

from sqlalchemy import ColumnElement, ScalarSelect, func, or_, select
from sqlalchemy.orm import Session

from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents import paper_form
from tracker.law.lifecycle import AT_WORK, Action, AssignmentState
from tracker.law.permissions import Permission, Scope, get_permission_scope, require_permission
from tracker.law.timing import Age, classify_lateness
from tracker.office import installation
from tracker.office.models import Unit
from tracker.tasks import event_log, queries
from tracker.tasks.events import TaskEvent
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.queries import readable_condition

URGING_COLUMNS = ("STT", "Số, ký hiệu", "Nội dung nhiệm vụ", "Hạn xử lý", "Quá hạn (ngày)")
WIDTHS = (1.4, 2.9, 7.0, 2.9, 2.3)


def urging_docx(*, office: str, unit: str, today: dt.date, rows: Sequence[tuple[str, str, dt.date]]) -> bytes:
    """Return the draft to one unit: number and date are left open, for the office to fill in when it issues.

    `rows` are number, content and deadline of each late duty; days late are calendar days up to `today`.
    """
    paper = paper_form.new_paper()
    paper.core_properties.title = "Đôn đốc thực hiện nhiệm vụ quá hạn"
    paper.core_properties.author = office
    place = office.split(" ", 1)[-1] if office else "…"
    paper_form.write_letterhead(
        paper,
        office=office or "…",
        number="Số:          /UBND-VP\nV/v đôn đốc thực hiện\nnhiệm vụ quá hạn",
        place=place.removeprefix("thị xã ").removeprefix("phường ").removeprefix("xã "),
        dated=f"ngày       tháng       năm {today.year}",
    )
    paper_form.write_remark(paper, "")
    paper_form.write_body_paragraph(paper, f"Kính gửi: {unit}.")
    paper_form.write_body_paragraph(
        paper,
        f"Qua theo dõi, tính đến ngày {today:%d/%m/%Y}, {unit} còn {len(rows)} nhiệm vụ đã quá hạn "
        "mà chưa báo cáo kết quả, cụ thể như sau:",
    )
    paper_form.write_table(
        paper,
        URGING_COLUMNS,
        [
            (str(number), code, title, f"{due_on:%d/%m/%Y}", str((today - due_on).days))
            for number, (code, title, due_on) in enumerate(rows, start=1)
        ],
        widths=WIDTHS,
    )
    paper_form.write_remark(paper, "")
    paper_form.write_body_paragraph(
        paper,
        f"Yêu cầu {unit} khẩn trương thực hiện, báo cáo kết quả từng nhiệm vụ nêu trên; nhiệm vụ chưa thể hoàn thành "
        "thì báo cáo rõ nguyên nhân, trách nhiệm và đề nghị thời hạn mới để xem xét, quyết định./.",
    )
    paper_form.write_signature(
        paper,
        recipients=("- Như trên;", "- Chủ tịch, các PCT UBND (để b/c);", "- Lưu: VT."),
        authority="KT. CHỦ TỊCH",
        post="PHÓ CHỦ TỊCH",
    )
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


@dataclass(frozen=True, slots=True)
class LateTask:
    """One duty past its deadline assigned to one unit."""

    assignment_id: int
    unit_id: int
    unit_name: str
    code: str
    title: str
    due_on: dt.date
    times_urged: int
    urged_on: dt.date | None


def urging_figure(what: ColumnElement[Any]) -> ScalarSelect[Any]:
    """Return a figure over the events in which the unit was urged."""
    return (
        select(what)
        .where(TaskEvent.assignment_id == Assignment.id, TaskEvent.action == Action.URGE)
        .correlate(Assignment)
        .scalar_subquery()
    )


def list_late_tasks(session: Session, scope: Scope, today: dt.date) -> list[LateTask]:
    """Return late work within a scope that nobody has reported yet, by unit and deadline.

    What waits for confirmation is not urged, nor what was marked in order up to today.
    """
    question = (
        select(
            Assignment.id.label("assignment_id"),
            Assignment.unit_id,
            Unit.name.label("unit_name"),
            Task.code,
            Task.title,
            Assignment.due_on,
            urging_figure(func.count(TaskEvent.id)).label("times_urged"),
            urging_figure(func.max(TaskEvent.effective_on)).label("urged_on"),
        )
        .join(Task, Task.id == Assignment.task_id)
        .join(Unit, Unit.id == Assignment.unit_id)
        .where(
            readable_condition(scope),
            Assignment.part == AssignmentRole.LEAD,
            Assignment.state.in_((*AT_WORK, AssignmentState.DECLINED)),
            Assignment.due_on < today,
            or_(Assignment.attested_until.is_(None), Assignment.attested_until < today),
        )
        .order_by(Unit.sort_key, Unit.id, Assignment.due_on, Assignment.id)
    )
    return [LateTask(**row) for row in session.execute(question).mappings()]


ZIP_DAY = (1980, 1, 1, 0, 0, 0)
"""Files in an archive carry no clock of their own, so that the same letters make the same archive."""


@dataclass(frozen=True, slots=True)
class LateUnit:
    """A unit with its late work, the oldest first; `ages` count it by group, `urged_on` is when it was last urged."""

    unit_id: int
    name: str
    tasks: Sequence[LateTask]
    ages: Mapping[Age, int]
    oldest: int
    urged_on: dt.date | None


def list_late_units(work: UnitOfWork) -> list[LateUnit]:
    """Return the units whose late work the actor follows, the most of it first; days late are calendar days."""
    require_any(work)
    found = list_late_tasks(work.session, get_permission_scope(work.actor, Permission.TASK_ASSIGN), work.today)
    units = [_unit(list(late), work.today) for _, late in groupby(found, key=lambda each: each.unit_id)]
    return sorted(units, key=lambda unit: (-len(unit.tasks), -unit.oldest))


def draft_urging_letter(work: UnitOfWork, unit_id: int) -> bytes:
    """Return the draft of the urging letter to one unit; raises `Refusal` NOT_FOUND when nothing is late there."""
    return _docx(work, get_late_unit(work, unit_id))


def archive_urging_letters(work: UnitOfWork) -> bytes:
    """Return the drafts to all late units in one archive; raises `Refusal` NOT_FOUND when nothing is late."""
    units = list_late_units(work)
    if not units:
        raise Refusal(Reason.NOT_FOUND)
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        for unit in units:
            archive.writestr(zipfile.ZipInfo(get_urging_file_name(unit.unit_id), ZIP_DAY), _docx(work, unit))
    return file.getvalue()


def get_late_unit(work: UnitOfWork, unit_id: int) -> LateUnit:
    """Return one unit with late work; raises `Refusal` NOT_FOUND when nothing is late there."""
    unit = next((each for each in list_late_units(work) if each.unit_id == unit_id), None)
    if unit is None:
        raise Refusal(Reason.NOT_FOUND)
    return unit


def record_issued_letter(work: UnitOfWork, unit_id: int, *, reference: str, issued_on: dt.date) -> int:
    """Write the letter that was issued to a unit into the event log of each of its late tasks; return how many.

    `reference` is number and symbol of the letter, `issued_on` its civil day. Whoever is late is told at once, as by
    any urging. Raises `Refusal` NOT_FOUND when nothing is late, DATE_IN_FUTURE, or URGING_RECORDED when this letter
    stands on all of these tasks already.
    """
    unit = get_late_unit(work, unit_id)
    if issued_on > work.today:
        raise Refusal(Reason.DATE_IN_FUTURE, field="issued_on", latest=work.today)
    event_log.claim_request(work)
    written = 0
    for late in unit.tasks:
        assignment = queries.get_assignment(
            work.session, late.assignment_id, get_permission_scope(work.actor, Permission.TASK_READ), lock=True
        )
        if assignment is None or is_letter_recorded(work, assignment.id, reference):
            continue
        require_permission(work.actor, Permission.TASK_URGE, unit_id=assignment.unit_id, origin=assignment.task.origin)
        details = {"document_on": issued_on.isoformat()}
        event_log.append_event(
            work, assignment, Action.URGE, effective_on=work.today, document=reference, details=details
        )
        written += 1
    if not written:
        raise Refusal(Reason.URGING_RECORDED, field="reference", reference=reference)
    return written


def is_letter_recorded(work: UnitOfWork, assignment_id: int, reference: str) -> bool:
    """Tell whether a letter was written into the event log of a task before."""
    lines = event_log.list_assignment_events(work.session, assignment_id)
    return any(line.action is Action.URGE and line.document == reference for line in lines)


def get_urging_file_name(unit_id: int) -> str:
    """Return the name of the letter to a unit as a file."""
    return f"don-doc-don-vi-{unit_id}.docx"


def require_any(work: UnitOfWork) -> None:
    """Refuse with NOT_ALLOWED whoever assigns nothing at all."""
    if not get_permission_scope(work.actor, Permission.TASK_ASSIGN):
        require_permission(work.actor, Permission.TASK_ASSIGN)


def _unit(late_tasks: list[LateTask], today: dt.date) -> LateUnit:
    late = [(today - task.due_on).days for task in late_tasks]
    counted = Counter(classify_lateness(days) for days in late)
    return LateUnit(
        unit_id=late_tasks[0].unit_id,
        name=late_tasks[0].unit_name,
        tasks=late_tasks,
        ages={group: counted[group] for group in Age},
        oldest=max(late),
        urged_on=max((each.urged_on for each in late_tasks if each.urged_on), default=None),
    )


def _docx(work: UnitOfWork, unit: LateUnit) -> bytes:
    return urging_docx(
        office=installation.get_authority_name(work.session),
        unit=unit.name,
        today=work.today,
        rows=[(task.code, task.title, task.due_on) for task in unit.tasks],
    )
