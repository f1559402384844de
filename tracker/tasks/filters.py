"""The filters of lists and figures, one row each: address, words, condition in SQL, field of the form.

A new filter is a field of `Selection` and a row of `FILTERS`. Addresses, the chips above a list, the heads of files,
the refusal of a value that cannot be read, the form and the WHERE of every number are read from the row.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from types import MappingProxyType
from typing import Any

from sqlalchemy import ColumnElement, Subquery, and_, exists, false, or_, select, true
from sqlalchemy.orm import aliased

from tracker.core import text
from tracker.core.clock import local_instant
from tracker.core.formats import vn_date, vn_datetime
from tracker.core.i18n import make_message, make_messages
from tracker.core.labels import ORIGIN_WORDS, STATE_WORDS, TIMING_WORDS
from tracker.database.base import month_number
from tracker.law.lifecycle import AssignmentState
from tracker.law.permissions import Origin
from tracker.law.timing import (
    COUNTED_TIMINGS,
    DONE_ON_TIME,
    DONE_TIMINGS,
    OPEN_TIMINGS,
    TIMING_ORDER,
    Age,
    DayState,
    Timing,
)
from tracker.office import units
from tracker.tasks import adjustments, event_log, queries, search
from tracker.tasks.events import PAST, AssigneeInterval, StatusIntervalRow, TaskEvent, judging_deadlines, lateness_group
from tracker.tasks.filter_kinds import (
    NONE,
    AddressReader,
    Choice,
    Filter,
    FilterTable,
    FormField,
    area_names,
    list_post_holders,
    offer_names,
    offer_words,
    paper_names,
    person_names,
    tag_names,
    unit_names,
)
from tracker.tasks.labels import AGE_WORDS, NOT_NAMED
from tracker.tasks.models import Assignment, AssignmentRole, AssignmentTag, Extension, ReviewDecision, Task
from tracker.tasks.selection import SPAN_WORDS, Adjustment, Basis, Count, Selection, span_words
from tracker.tasks.sources import Directive, Plan, PlanItem

Condition = ColumnElement[bool]

COUNTS = {"luot-giao": Count.ASSIGNMENTS, "chi-dao": Count.DIRECTIVES}
COORDINATING, SUBTREE = "phoi-hop", "cap-duoi"
"""Values of the parameter `vai`: the part that the chosen unit has; without it, it leads."""

DIFFICULTY_WORDS = ("hó khăn", "ướng mắc", "iến nghị")
"""Parts of «khó khăn», «vướng mắc», «kiến nghị», whose first letter may be a capital one."""

TIMING_GROUPS: Mapping[str, tuple[frozenset[Timing], str]] = MappingProxyType(
    {
        "tat-ca": (frozenset(COUNTED_TIMINGS), make_message("Tất cả trong tổng số")),
        "hoan-thanh": (frozenset(DONE_TIMINGS), make_message("Đã hoàn thành")),
        "truoc-va-dung-han": (frozenset(DONE_ON_TIME), make_message("Hoàn thành trước và đúng hạn")),
        "dang-lam": (frozenset(OPEN_TIMINGS), make_message("Chưa hoàn thành")),
    }
)
"""Groups of timings that have a name of their own in an address, and their words."""

TIMING_OPTIONS: Mapping[str, str] = MappingProxyType(
    {name: words for name, (_, words) in TIMING_GROUPS.items()}
    | {name: words for name, words in TIMING_WORDS.items() if name != "due_soon"}
)
"""Every value of the parameter `ket-qua`, in words."""

_PARTS = make_messages({COORDINATING: "phối hợp", SUBTREE: "chủ trì, kể cả đơn vị trực thuộc"})
_DIFFICULTIES = make_messages({"co": "có khó khăn, vướng mắc, kiến nghị"})
SPAN_OPTIONS = (
    *SPAN_WORDS.items(),
    *((name, span_words(name)) for name in ("7-ngay-toi", "5-ngay-lam-viec-toi", "30-ngay-toi", "30-ngay-qua")),
)
"""The spans of days that a form offers."""


def _read_timings(asked: AddressReader, name: str) -> frozenset[Timing]:
    known = {each: timings for each, (timings, _) in TIMING_GROUPS.items()}
    known |= {timing.value: frozenset({timing}) for timing in Timing}
    return frozenset[Timing]().union(*asked.read_choices(name, known))


def write_timings(timings: frozenset[Timing]) -> list[str]:
    """Return timings as an address names them."""
    names = [name for name, (group, _) in TIMING_GROUPS.items() if group == timings]
    return names or sorted(timings)


def _due_on(selection: Selection) -> ColumnElement[Any]:
    return judging_deadlines(selection.basis)[0]


def _of_unit(selection: Selection) -> Condition:
    if selection.unit_id is not None and selection.with_subunits:
        return StatusIntervalRow.unit_id.in_(units.unit_subtree(selection.unit_id))
    return StatusIntervalRow.unit_id.in_(sorted({selection.unit_id or 0, *selection.former_unit_ids}))


def _of_document(selection: Selection) -> Condition:
    """Keep tasks that a document gave: as a directive in it, or as an item of the plan it adopted."""
    directives = select(Directive.id).where(Directive.document_id == selection.document_id)
    items = select(PlanItem.id).join(Plan, Plan.id == PlanItem.plan_id)
    items = items.where(Plan.document_id == selection.document_id)
    return or_(Task.directive_id.in_(directives), Task.plan_item_id.in_(items))


def _of_area(selection: Selection) -> Condition:
    if selection.area_id is None:
        return Task.area_id.is_(None)
    return Task.area_id.in_(sorted({selection.area_id, *selection.same_area_ids}))


def _of_coordinating_unit(selection: Selection) -> Condition:
    other = aliased(Assignment)
    return exists().where(
        other.task_id == Assignment.task_id,
        other.part != AssignmentRole.LEAD,
        other.unit_id == selection.coordinating_unit_id,
    )


def _of_person(selection: Selection) -> Condition:
    then = event_log.assignee_on_day(selection.as_of, selection.known_at)
    held = exists().where(AssigneeInterval.assignment_id == Assignment.id, then)
    return ~held if selection.without_person else held.where(AssigneeInterval.person_id == selection.person_id)


def _of_own_work(selection: Selection) -> Condition:
    if selection.mine is None:
        return false()
    nobody_yet = and_(Assignment.person_id.is_(None), Assignment.unit_id.in_(sorted(selection.mine.unit_ids)))
    return or_(Assignment.person_id == selection.mine.person_id, nobody_yet)


def _of_ages(selection: Selection, rows: Subquery) -> Condition:
    return and_(
        lateness_group(rows, selection.as_of).in_(sorted(selection.ages)) if selection.ages else true(),
        rows.c.timing_order.not_in(PAST) if selection.not_late else true(),
    )


def _of_adjustment(selection: Selection) -> Condition | None:
    kind = adjustments.ADJUSTMENTS.get(selection.adjustment) if selection.adjustment else None
    return kind.where(selection.as_of, selection.known_at) if kind else None


def _with_difficulties(_: Selection) -> Condition:
    said = or_(*(TaskEvent.note.contains(words) for words in DIFFICULTY_WORDS))
    return exists().where(TaskEvent.assignment_id == Assignment.id, said)


def _waiting_for_time(_: Selection) -> Condition:
    return exists().where(Extension.assignment_id == Assignment.id, Extension.verdict == ReviewDecision.WAITING)


def _of_tag(selection: Selection) -> Condition:
    return exists().where(AssignmentTag.assignment_id == Assignment.id, AssignmentTag.tag_id == selection.tag_id)


def _day_words(value: str) -> str:
    return vn_date(dt.date.fromisoformat(value))


def _number_words(value: str) -> str:
    return _NUMBER.format(number=value)


def _part(asked: AddressReader) -> str | None:
    return asked.read_choice("vai", {name: name for name in _PARTS})


def _unit_that(*, leads: bool) -> Callable[[AddressReader, str], int | None]:
    """Read the unit of the address as what it is there: the lead unit or a coordinating one."""

    def read(asked: AddressReader, _: str) -> int | None:
        unit_id = asked.read_key("don-vi")
        return unit_id if (_part(asked) == COORDINATING) is not leads else None

    return read


def _bound(span: str, *, is_last: bool) -> Callable[[AddressReader, str], dt.date | None]:
    return lambda asked, name: asked.read_bound(span, name, is_last=is_last)


def _members(kind: type[Choice]) -> Callable[[AddressReader, str], frozenset[Choice]]:
    return lambda asked, name: asked.read_members(name, kind)


def _idle_days(asked: AddressReader, name: str) -> int:
    return min(asked.read_key(name) or 0, 3650)


def _idle_since(asked: AddressReader, name: str) -> dt.datetime | None:
    days = _idle_days(asked, name)
    return local_instant(asked.today - dt.timedelta(days=days - 1), 0) if days else None


_NUMBER = make_message("số {number}")
_AT_LEAST, _DAYS = make_message("từ {number} lần"), make_message("từ {number} ngày")
_STATES = {each.value: STATE_WORDS[each] for each in AssignmentState if each is not AssignmentState.DRAFT}
_YES, _WAITING, _FIRST = "co", "cho", "ban-dau"
INTERVAL, TASK, ASSIGNMENT, COUNTED = FilterTable

FILTERS: tuple[Filter, ...] = (
    Filter(
        "tinh-den", make_message("Tính đến"), "as_of", read=AddressReader.read_cut_off, words=_day_words,
        form=FormField(make_message("Như vào cuối ngày"), is_day=True),
    ),
    Filter(
        "biet-den", make_message("Theo dữ liệu có lúc"), "known_at", read=AddressReader.read_instant,
        words=lambda value: vn_datetime(dt.datetime.fromisoformat(value)),
    ),
    Filter("tu-ngay", make_message("Kỳ từ ngày"), "since", read=AddressReader.read_since, words=_day_words),
    Filter(
        "dem", make_message("Cách tính"), "count",
        words=make_messages({"luot-giao": "theo lượt giao", "chi-dao": "theo nhiệm vụ"}),
        read=lambda asked, name: asked.read_choice(name, COUNTS) or Count.BY_ORIGIN,
        value=lambda chosen: next((name for name, count in COUNTS.items() if count is chosen.count), None),
    ),
    Filter(
        "han-tinh", make_message("Tính theo"), "basis", on=_FIRST, words=make_messages({_FIRST: "hạn ban đầu"}),
        read=lambda asked, name: Basis.ORIGINAL if asked.read_flag(name, _FIRST) else Basis.IN_FORCE,
        value=lambda chosen: chosen.basis is Basis.ORIGINAL,
    ),
    Filter(
        "nguon", make_message("Nguồn giao"), "origins",
        lambda chosen: StatusIntervalRow.origin.in_(sorted(chosen.origins)), read=_members(Origin),
        words=ORIGIN_WORDS, form=FormField(make_message("Nguồn giao"), offer_words(ORIGIN_WORDS)),
    ),
    Filter(
        "ket-qua", make_message("Kết quả"), "timings",
        lambda chosen, rows: rows.c.timing_order.in_(sorted(TIMING_ORDER[each] for each in chosen.timings)),
        COUNTED, _read_timings, value=lambda chosen: write_timings(chosen.timings), words=TIMING_OPTIONS,
        form=FormField(make_message("Kết quả theo thời hạn"), offer_words(TIMING_OPTIONS)),
    ),
    Filter(
        "tuoi", make_message("Thời gian quá hạn"), "ages", _of_ages, COUNTED, _members(Age),
        none_field="not_late", none=make_message("không quá hạn"), words=AGE_WORDS,
    ),
    Filter(
        "trang-thai", make_message("Trạng thái"), "states",
        lambda chosen: Assignment.state.in_(sorted(chosen.states)), ASSIGNMENT, _members(AssignmentState),
        words=STATE_WORDS, form=FormField(make_message("Trạng thái hiện nay"), offer_words(_STATES)),
    ),
    Filter(
        "don-vi", make_message("Chủ trì"), "unit_id", _of_unit, read=_unit_that(leads=True), words=_number_words,
        names=unit_names, form=FormField(make_message("Đơn vị"), offer_names(unit_names)),
    ),
    Filter(
        "vai", make_message("Đơn vị"), "with_subunits", on=SUBTREE,
        words=make_messages({SUBTREE: "kể cả đơn vị trực thuộc"}),
        read=lambda asked, _: _part(asked) == SUBTREE and asked.read_key("don-vi") is not None,
        form=FormField(make_message("Đơn vị ấy là"), offer_words(_PARTS), any_words=make_message("chủ trì")),
    ),
    Filter(
        "don-vi-cu", make_message("Kể cả đơn vị cũ"), "former_unit_ids", read=AddressReader.read_keys,
        words=_number_words, names=unit_names,
    ),
    Filter(
        "phoi-hop", make_message("Phối hợp"), "coordinating_unit_id", _of_coordinating_unit, ASSIGNMENT,
        lambda asked, name: asked.read_key(name) or _unit_that(leads=False)(asked, name),
        words=_number_words, names=unit_names,
    ),
    Filter(
        "linh-vuc", make_message("Lĩnh vực"), "area_id", _of_area, TASK, none_field="without_area",
        none=make_message("chưa xếp lĩnh vực"), names=area_names,
        form=FormField(make_message("Lĩnh vực CCHC"), offer_names(area_names)),
    ),
    Filter(
        "linh-vuc-cung", make_message("Kể cả lĩnh vực tương ứng"), "same_area_ids", read=AddressReader.read_keys,
        names=area_names,
    ),
    Filter(
        "lanh-dao", make_message("Lãnh đạo"), "leader", lambda chosen: Task.leader == chosen.leader, TASK,
        AddressReader.read_name, none=NOT_NAMED, form=FormField(make_message("Lãnh đạo chỉ đạo")),
    ),
    Filter(
        "nganh", make_message("Ngành"), "field_name", lambda chosen: Task.field == chosen.field_name, TASK,
        AddressReader.read_name, none=NOT_NAMED, form=FormField(make_message("Ngành")),
    ),
    Filter(
        "thang", make_message("Giao trong tháng"), "month",
        lambda chosen: month_number(Task.assigned_on) == chosen.month, TASK,
        words=lambda value: f"{value[4:]}/{value[:4]}",
    ),
    Filter(
        "chi-dao", make_message("Ý kiến chỉ đạo"), "directive_id",
        lambda chosen: Task.directive_id == chosen.directive_id, TASK, words=_number_words,
    ),
    Filter(
        "ke-hoach", make_message("Kế hoạch"), "plan_id",
        lambda chosen: exists().where(PlanItem.id == Task.plan_item_id, PlanItem.plan_id == chosen.plan_id), TASK,
        words=_number_words,
    ),
    Filter("ke-hoach-tu", make_message("Kế hoạch từ năm"), "plan_from"),
    Filter("ke-hoach-den", make_message("Kế hoạch đến năm"), "plan_to"),
    Filter(
        "van-ban", make_message("Văn bản giao"), "document_id", _of_document, TASK, words=_number_words,
        names=paper_names,
    ),
    Filter(
        "viec", make_message("Nhiệm vụ"), "task_id", lambda chosen: StatusIntervalRow.task_id == chosen.task_id,
        words=_number_words,
    ),
    Filter(
        "han", make_message("Hạn"), "due_span",
        lambda chosen: _due_on(chosen).is_(None) if chosen.without_deadline else None,
        read=AddressReader.read_span_name, none_field="without_deadline", none=make_message("không có hạn"),
        words=span_words, form=FormField(
            make_message("Hạn xử lý trong"), lambda work: [*SPAN_OPTIONS, (NONE, make_message("Không có hạn"))]
        ),
    ),
    Filter(
        "han-tu", make_message("Hạn từ"), "due_from", lambda chosen: _due_on(chosen) >= chosen.due_from,
        read=_bound("han", is_last=False), unless="due_span", words=_day_words,
        form=FormField(make_message("Hạn từ ngày"), is_day=True),
    ),
    Filter(
        "han-den", make_message("Hạn đến"), "due_to", lambda chosen: _due_on(chosen) <= chosen.due_to,
        read=_bound("han", is_last=True), unless="due_span", words=_day_words,
        form=FormField(make_message("Hạn đến ngày"), is_day=True),
    ),
    Filter(
        "giao", make_message("Ngày giao"), "given_span", read=AddressReader.read_span_name, words=span_words,
        form=FormField(make_message("Ngày giao trong"), lambda work: SPAN_OPTIONS),
    ),
    Filter(
        "giao-tu", make_message("Giao từ ngày"), "given_from", lambda chosen: Task.assigned_on >= chosen.given_from,
        TASK, _bound("giao", is_last=False), unless="given_span", words=_day_words,
        form=FormField(make_message("Giao từ ngày"), is_day=True),
    ),
    Filter(
        "giao-den", make_message("Giao đến ngày"), "given_to", lambda chosen: Task.assigned_on <= chosen.given_to,
        TASK, _bound("giao", is_last=True), unless="given_span", words=_day_words,
        form=FormField(make_message("Giao đến ngày"), is_day=True),
    ),
    Filter(
        "xong", make_message("Kết quả"), "not_done", lambda chosen: StatusIntervalRow.day_state != DayState.DONE,
        on=NONE, none=make_message("chưa hoàn thành"),
    ),
    Filter(
        "xong-tu", make_message("Hoàn thành từ ngày"), "done_from", read=AddressReader.read_day, words=_day_words,
        where=lambda chosen: StatusIntervalRow.done_on >= chosen.done_from,
    ),
    Filter(
        "xong-den", make_message("Hoàn thành đến ngày"), "done_to", read=AddressReader.read_day, words=_day_words,
        where=lambda chosen: StatusIntervalRow.done_on <= chosen.done_to,
    ),
    Filter(
        "nguoi", make_message("Người được giao"), "person_id", _of_person, ASSIGNMENT, none_field="without_person",
        none=make_message("chưa phân công"), words=_number_words, names=person_names,
        form=FormField(make_message("Người được giao"), list_post_holders),
    ),
    Filter(
        "doi-han", make_message("Hạn xử lý"), "deadline_moved",
        lambda chosen: adjustments.moved_deadline_condition(), on=_YES,
        words=make_messages({_YES: "đã lùi so với hạn ban đầu"}),
    ),
    Filter(
        "dieu-chinh", make_message("Ghi nhận"), "adjustment", _of_adjustment,
        read=lambda asked, name: next(iter(asked.read_members(name, Adjustment)), None),
        words=adjustments.ADJUSTMENT_WORDS,
    ),
    Filter(
        "cua-toi", make_message("Việc"), "mine", _of_own_work, ASSIGNMENT,
        lambda asked, name: asked.get_own_work() if asked.read_flag(name, _YES) else None, on=_YES,
        value=lambda chosen: chosen.mine is not None, words=make_messages({_YES: "của tôi"}),
    ),
    Filter(
        "gia-han-tu", make_message("Số lần gia hạn"), "extended_at_least",
        lambda chosen: Assignment.extension_count >= chosen.extended_at_least, ASSIGNMENT,
        lambda asked, name: min(asked.read_key(name) or 0, 99), value=lambda chosen: chosen.extended_at_least or None,
        words=lambda value: _AT_LEAST.format(number=value), form=FormField(make_message("Đã gia hạn từ (lần)")),
    ),
    Filter(
        "im-tu", make_message("Không có cập nhật"), "idle_days",
        lambda chosen: Assignment.last_event_at <= chosen.idle_since, ASSIGNMENT, _idle_days,
        also=("idle_since", _idle_since), value=lambda chosen: chosen.idle_days or None,
        words=lambda value: _DAYS.format(number=value), form=FormField(make_message("Không có cập nhật từ (ngày)")),
    ),
    Filter(
        "kho-khan", make_message("Báo cáo"), "has_difficulties", _with_difficulties, ASSIGNMENT, on=_YES,
        words=_DIFFICULTIES, form=FormField(make_message("Báo cáo"), offer_words(_DIFFICULTIES)),
    ),
    Filter(
        "gia-han", make_message("Gia hạn"), "asks_extension", _waiting_for_time, ASSIGNMENT, on=_WAITING,
        words=make_messages({_WAITING: "chờ quyết định"}),
    ),
    Filter(
        "nhan", make_message("Nhãn"), "tag_id", _of_tag, ASSIGNMENT, words=_number_words, names=tag_names,
        form=FormField(make_message("Nhãn"), offer_names(tag_names)),
    ),
    Filter(
        "tim", make_message("Tìm"), "words",
        lambda chosen: search.phrases_condition(Task, text.parse_search_query(chosen.words)), TASK,
        AddressReader.read_text, form=FormField(make_message("Tìm trong nội dung, số văn bản")),
    ),
)  # fmt: skip
"""Every filter, in the order of an address and of the conditions above a list."""

FILTER_BY_NAME: Mapping[str, Filter] = {each.name: each for each in FILTERS}


FORM_ORDER = (
    "tim", "don-vi", "vai", "nguoi", "ket-qua", "trang-thai", "nguon", "linh-vuc", "nhan", "han", "giao", "han-tu",
    "han-den", "giao-tu", "giao-den", "lanh-dao", "nganh", "gia-han-tu", "im-tu", "kho-khan", "tinh-den",
)  # fmt: skip
"""The fields of the filter form."""


def interval_conditions(selection: Selection) -> list[Condition]:
    """Return what a selection asks of the dated intervals and of the assignment behind them."""
    of_assignment = _conditions(selection, ASSIGNMENT)
    found = _conditions(selection, INTERVAL)
    if of_assignment or not selection.scope.everywhere:
        visible = queries.readable_condition(selection.scope)
        found.append(exists().where(Assignment.id == StatusIntervalRow.assignment_id, visible, *of_assignment))
    return found


def task_conditions(selection: Selection) -> list[Condition]:
    """Return what a selection asks of the task."""
    return _conditions(selection, TASK)


def counted_conditions(selection: Selection, rows: Subquery) -> list[Condition]:
    """Return what a selection asks of the rows that are counted."""
    return _conditions(selection, COUNTED, rows)


def _conditions(selection: Selection, table: FilterTable, *rows: Subquery) -> list[Condition]:
    wanted = [each for each in FILTERS if each.table is table and each.where and each.is_set(selection)]
    found = (each.where(selection, *rows) for each in wanted if each.where)
    return [condition for condition in found if condition is not None]
