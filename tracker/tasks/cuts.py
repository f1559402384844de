"""By what figures are broken down, one row each: address, words, key in SQL, names and order of the lines, their lists.

A new cut is a member of `Cut` and a row of `CUTS`. The page of figures, its files, letters with figures, the command
line and the list behind every line are read from the row; the table of subscriptions keeps the value of the member.
"""

from __future__ import annotations

import calendar
import datetime as dt
import enum
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, FromClause, Subquery, and_, func, select
from sqlalchemy.orm import Session

from tracker.core.i18n import make_message
from tracker.core.labels import NOTHING, ORIGIN_WORDS
from tracker.database.base import month_number
from tracker.law.permissions import Origin
from tracker.law.timing import Age
from tracker.office import papers as office_papers, people as office_people, units
from tracker.tasks import event_log, sources
from tracker.tasks.events import AssigneeInterval, lateness_group
from tracker.tasks.labels import AGE_WORDS
from tracker.tasks.models import Assignment, AssignmentRole, Task
from tracker.tasks.selection import Selection
from tracker.tasks.sources import Directive, Plan, PlanItem


class Cut(enum.StrEnum):
    """By what figures are broken down; MONTH is the month of giving, AGE how long the deadline is past.

    A line of SUBTREE is a unit with all units below it.
    """

    UNIT = "unit"
    SUBTREE = "subtree"
    COORDINATING = "coordinating"
    PERSON = "person"
    AREA = "area"
    DOCUMENT = "document"
    LEADER = "leader"
    FIELD = "field"
    MONTH = "month"
    DUE_MONTH = "due_month"
    DONE_MONTH = "done_month"
    AGE = "age"
    ORIGIN = "origin"


CutKey = tuple[FromClause, ColumnElement[Any]]


@dataclass(frozen=True, slots=True)
class CutDefinition:
    """One way to break figures down.

    `name`: its value in an address. `key`: what to select from, and by what rows are brought together. `narrow`: the
    fields of the selection of one line; key None is what has none, which `without` says. `names`: what lines were
    called on a civil day, where the database knows it, in the order of the office; `say`: the words of a key it does
    not name; `order`: of the keys, where neither names nor the keys give it. `note`: what must be known to read it.
    `of_task`: the column it asks of the task itself; without one the dated intervals answer alone, from one index.
    `of_shares`: it asks about a unit's own share, since a directive to several units belongs to no single line of
    them. `overlapping`: a task counts in several lines.
    """

    name: str
    words: str
    key: Callable[[Subquery, Selection], CutKey]
    narrow: Callable[[Selection, Any], dict[str, object]]
    names: Callable[[Session, Sequence[Any], dt.date], Mapping[Any, str]] | None = None
    say: Callable[[Any], str] | None = None
    order: Sequence[Any] = ()
    without: str = NOTHING
    note: str = ""
    of_task: str = ""
    of_shares: bool = False
    overlapping: bool = False


def month_of(key: int) -> tuple[dt.date, dt.date]:
    """Return the first and the last civil day of a month written as 202107."""
    year, month = divmod(key, 100)
    return dt.date(year, month, 1), dt.date(year, month, calendar.monthrange(year, month)[1])


def _column(name: str) -> Callable[[Subquery, Selection], CutKey]:
    return lambda rows, _: (rows, rows.c[name])


def _month(name: str) -> Callable[[Subquery, Selection], CutKey]:
    return lambda rows, _: (rows, month_number(rows.c[name]))


def _coordinating_key(rows: Subquery, _: Selection) -> CutKey:
    question = select(Assignment.task_id, Assignment.unit_id).where(Assignment.part != AssignmentRole.LEAD)
    shares = question.distinct().subquery("shares")
    return rows.join(shares, shares.c.task_id == rows.c.task_id), shares.c.unit_id


def _person_key(rows: Subquery, selection: Selection) -> CutKey:
    then = event_log.assignee_on_day(selection.as_of, selection.known_at)
    held = rows.outerjoin(AssigneeInterval, and_(AssigneeInterval.assignment_id == rows.c.assignment_id, then))
    return held, AssigneeInterval.person_id.expression


def _document_key(rows: Subquery, _: Selection) -> CutKey:
    given = (
        rows.join(Task, Task.id == rows.c.task_id)
        .outerjoin(Directive, Directive.id == Task.directive_id)
        .outerjoin(PlanItem, PlanItem.id == Task.plan_item_id)
        .outerjoin(Plan, Plan.id == PlanItem.plan_id)
    )
    return given, func.coalesce(Directive.document_id, Plan.document_id)


def _due_in(selection: Selection, key: int | None) -> dict[str, object]:
    if key is None:
        return {"without_deadline": True}
    first, last = month_of(key)
    due_from, due_to = max(first, selection.due_from or first), min(last, selection.due_to or last)
    return {"due_from": due_from, "due_to": due_to, "due_span": ""}


def _done_in(selection: Selection, key: int | None) -> dict[str, object]:
    if key is None:
        return {"not_done": True}
    first, last = month_of(key)
    return {"done_from": max(first, selection.done_from or first), "done_to": min(last, selection.done_to or last)}


def _month_words(key: int) -> str:
    return make_message("Tháng {month}/{year}", month=key % 100, year=key // 100)


def _unit_names(session: Session, _: Sequence[Any], day: dt.date) -> Mapping[Any, str]:
    return units.get_unit_names(session, day)


def _document_names(session: Session, keys: Sequence[Any], _: dt.date) -> Mapping[Any, str]:
    return dict(sorted(office_papers.get_document_references(session, keys).items(), key=lambda item: str(item[0])))


CUTS: Mapping[Cut, CutDefinition] = {
    Cut.UNIT: CutDefinition(
        "don-vi", make_message("Đơn vị chủ trì"), _column("unit_id"),
        lambda _, key: {"unit_id": key, "former_unit_ids": frozenset(), "with_subunits": False},
        _unit_names, of_shares=True,
    ),
    Cut.SUBTREE: CutDefinition(
        "cap", make_message("Đơn vị, kể cả trực thuộc"), _column("unit_id"),
        lambda _, key: {"unit_id": key, "former_unit_ids": frozenset(), "with_subunits": True},
        _unit_names, of_shares=True, overlapping=True,
        note=make_message(
            "mỗi dòng gồm cả các đơn vị trực thuộc theo cơ cấu hiện nay, nên các dòng không cộng thành tổng số"
        ),
    ),
    Cut.COORDINATING: CutDefinition(
        "phoi-hop", make_message("Đơn vị phối hợp"), _coordinating_key,
        lambda _, key: {"coordinating_unit_id": key}, _unit_names, overlapping=True,
        note=make_message(
            "tính cho từng đơn vị phối hợp của nhiệm vụ, nên các dòng không cộng thành tổng số"
        ),
    ),
    Cut.PERSON: CutDefinition(
        "nguoi", make_message("Người được giao"), _person_key,
        lambda _, key: {"person_id": key, "without_person": key is None},
        lambda session, *_: {each.id: each.name for each in office_people.list_people(session)},
        without=make_message("Chưa phân công"), of_shares=True,
        note=make_message("theo người được phân công vào ngày chốt"),
    ),
    Cut.AREA: CutDefinition(
        "linh-vuc", make_message("Lĩnh vực CCHC"), _column("area_id"),
        lambda _, key: {"area_id": key, "same_area_ids": frozenset(), "without_area": key is None},
        lambda session, *_: {each.id: each.name for each in sources.list_areas(session)},
        without=make_message("Ngoài kế hoạch CCHC"), of_task="area_id",
        note=make_message("lĩnh vực ghi trong kế hoạch, không đổi từ khi giao"),
    ),
    Cut.DOCUMENT: CutDefinition(
        "van-ban", make_message("Văn bản giao"), _document_key, lambda _, key: {"document_id": key},
        _document_names,
    ),
    Cut.LEADER: CutDefinition(
        "lanh-dao", make_message("Lãnh đạo chỉ đạo"), _column("leader"), lambda _, key: {"leader": key},
        without=make_message("Không ghi lãnh đạo"), of_task="leader",
        note=make_message("lãnh đạo ghi trong văn bản giao, không đổi từ khi giao"),
    ),
    Cut.FIELD: CutDefinition(
        "nganh", make_message("Lĩnh vực quản lý"), _column("field"), lambda _, key: {"field_name": key},
        without=make_message("Không ghi lĩnh vực"), of_task="field",
        note=make_message(
            "theo nội dung văn bản giao; văn bản nhập lại với nội dung khác thì lĩnh vực theo nội dung mới"
        ),
    ),
    Cut.MONTH: CutDefinition(
        "thang", make_message("Tháng giao"), _month("assigned_on"), lambda _, key: {"month": key}, say=_month_words,
        of_task="assigned_on",
    ),
    Cut.DUE_MONTH: CutDefinition(
        "thang-han", make_message("Tháng đến hạn"), _month("due_on"), _due_in, say=_month_words,
        without=make_message("Không có hạn"), of_shares=True,
    ),
    Cut.DONE_MONTH: CutDefinition(
        "thang-xong", make_message("Tháng hoàn thành"), _month("done_on"), _done_in, say=_month_words,
        without=make_message("Chưa hoàn thành"), of_shares=True,
    ),
    Cut.AGE: CutDefinition(
        "qua-han", make_message("Thời gian quá hạn"), lambda rows, of: (rows, lateness_group(rows, of.as_of)),
        lambda _, key: {"ages": frozenset({Age(key)}) if key else frozenset(), "not_late": key is None},
        say=AGE_WORDS.__getitem__, order=tuple(Age), without=make_message("Không quá hạn"), of_shares=True,
        note=make_message("số ngày quá hạn đến ngày chốt, hoặc đến ngày hoàn thành"),
    ),
    Cut.ORIGIN: CutDefinition(
        "nguon", make_message("Nguồn giao"), _column("origin"), lambda _, key: {"origins": frozenset({Origin(key)})},
        say=ORIGIN_WORDS.__getitem__, order=tuple(Origin),
    ),
}  # fmt: skip
"""Every way to break figures down."""

CUT_WORDS: Mapping[str, str] = {cut: each.words for cut, each in CUTS.items()}
CUT_BY_NAME: Mapping[str, Cut] = {each.name: cut for cut, each in CUTS.items()}


def narrow_to_cut(selection: Selection, cut: Cut, key: Any) -> Selection:
    """Return the selection of one line of the breakdown; `key` None is what has none."""
    return selection.narrowed(**CUTS[cut].narrow(selection, key))


def label_cut_keys(session: Session, cut: Cut, keys: Sequence[Any], day: dt.date) -> Mapping[Any, str]:
    """Return what lines were called on a civil day, where the database knows it."""
    names = CUTS[cut].names
    return names(session, keys, day) if names else {}


def order_cut_keys(cut: Cut, labels: Mapping[Any, str]) -> Mapping[Any, int]:
    """Return the place of lines that people expect in an order of their own: that of their names, or a fixed one."""
    return {key: place for place, key in enumerate(CUTS[cut].order or labels)}


def describe_cut_key(cut: Cut, key: Any, label: str | None) -> str:
    """Return what people call a line; `label` is the name that the database knows."""
    if key in (None, ""):
        return CUTS[cut].without
    say = CUTS[cut].say
    return say(key) if say else label or CUTS[cut].without
