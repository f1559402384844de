"""Lists of tasks: the rows behind a number, from the same classified table that counted it, and their columns.

A new column is a row of `TASK_COLUMNS`: the page, the print, both files and their explanation are read from it.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, Subquery, and_, bindparam, case, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from tracker.core.clock import civil_day
from tracker.core.i18n import make_message
from tracker.core.labels import ORIGIN_WORDS, STATE_WORDS, TIMING_WORDS
from tracker.database.base import fetch_rows
from tracker.database.unit_of_work import UnitOfWork
from tracker.documents.sheets import SheetCell
from tracker.law.lifecycle import AssignmentState
from tracker.law.occurrences import WITH_OCCURRENCES
from tracker.law.permissions import Origin
from tracker.law.tally import Tally
from tracker.law.timing import TIMING_BY_ORDER, DayState, Timing
from tracker.office.models import Person, Unit
from tracker.office.units import get_unit_name_on
from tracker.tasks import classified, event_log
from tracker.tasks.classified import CACHED_QUERIES, counted_rows
from tracker.tasks.events import FAR_DAY
from tracker.tasks.labels import SEVERAL_UNITS
from tracker.tasks.models import Assignment, Occurrence, Task
from tracker.tasks.selection import Selection
from tracker.tasks.sources import Area

SortKey = dt.date | dt.datetime | int | str
LIST_CHUNK_ROWS = 500
NO_ROW_LIMIT = 10**9
LAST_NAME = "~"
"""A key that sorts after every name."""


class Order(enum.StrEnum):
    """By what the rows of a list are put in order; the value is its name in an address."""

    DUE = "han"
    ASSIGNED = "ngay-giao"
    DONE = "hoan-thanh"
    UNIT = "don-vi"
    PERSON = "nguoi"
    TIMING = "ket-qua"
    STATE = "trang-thai"
    PROGRESS = "tien-do"
    EXTENSIONS = "gia-han"
    UPDATED = "cap-nhat"
    NUMBER = "so"


class TaskRow(NamedTuple):
    """One line of a list: an assignment, or a directive with the number of units that have it.

    `assignment_id` opens the page of the assignment (of the first one for a directive). `occurrences` of a recurring
    duty are those not skipped, `occurrences_done` those confirmed; both None for other work. `more` is what single
    columns ask for alone, in the order of `_ASKED`.
    """

    assignment_id: int
    task_id: int
    directive_id: int | None
    plan_item_id: int | None
    code: str
    title: str
    origin: Origin
    unit_name: str
    units: int
    state: AssignmentState
    timing: Timing
    day_state: DayState
    term_text: str
    due_on: dt.date | None
    done_on: dt.date | None
    assigned_on: dt.date
    progress: int
    original_due_on: dt.date | None
    extension_count: int
    last_event_at: dt.datetime
    occurrences: int | None
    occurrences_done: int | None
    key: SortKey
    more: tuple[Any, ...] = ()


_TIMING, _MORE = TaskRow._fields.index("timing"), TaskRow._fields.index("more")


def _occurrences_counted(number: ColumnElement[int]) -> ColumnElement[int | None]:
    """Return a count of the occurrences of a row that were not skipped, asked only for what comes again."""
    counted_ones = select(number).where(Occurrence.assignment_id == Assignment.id, Occurrence.skipped_on.is_(None))
    return case((Task.kind.in_(sorted(WITH_OCCURRENCES)), counted_ones.correlate(Assignment).scalar_subquery()))


_OF_TASK = ("directive_id", "plan_item_id", "code", "title", "origin", "term_text", "assigned_on")
_OF_ASSIGNMENT = ("state", "progress", "original_due_on", "extension_count", "last_event_at")
_OF_ROW: Mapping[str, Any] = {
    **{name: getattr(Task, name) for name in _OF_TASK},
    **{name: getattr(Assignment, name) for name in _OF_ASSIGNMENT},
    "occurrences": _occurrences_counted(func.count()),
    "occurrences_done": _occurrences_counted(func.count(Occurrence.done_on)),
}
"""What a row holds beside what the counted table says of it."""


@dataclass(frozen=True, slots=True)
class ListColumn:
    """One column: its name in an address, its head, what it means, its cell as a value, and the order it gives.

    `value` is made of the row, or a column of the database that this column alone asks for. `kind`: how wide words
    stand in it. `is_bare`: its cell says what it is without its head.
    """

    name: str
    head: str
    meaning: str
    value: Callable[[TaskRow], SheetCell] | InstrumentedAttribute[Any]
    kind: str = ""
    order: Order | None = None
    is_bare: bool = False

    @property
    def read(self) -> Callable[[TaskRow], SheetCell]:
        """What takes the cell out of a row."""
        if not isinstance(self.value, InstrumentedAttribute):
            return self.value
        place = list(_ASKED).index(self.name)
        return lambda row: row.more[place]


def occurrence_words(row: TaskRow) -> str:
    """Return how many occurrences of a recurring duty are done: «3/4»."""
    return f"{row.occurrences_done}/{row.occurrences}" if row.occurrences and row.units == 1 else ""


def _unit_words(row: TaskRow) -> str:
    return SEVERAL_UNITS.format(number=row.units) if row.units > 1 else row.unit_name


TITLE_COLUMN = "noi-dung"

TASK_COLUMNS: Mapping[str, ListColumn] = {
    each.name: each
    for each in (
        ListColumn(
            TITLE_COLUMN, make_message("Nội dung"),
            make_message("Nội dung nhiệm vụ hoặc ý kiến chỉ đạo, như văn bản ghi."),
            lambda row: row.title,
        ),
        ListColumn(
            "so", make_message("Số"), make_message("Số của lượt giao trong hệ thống, dùng để mở trang nhiệm vụ."),
            lambda row: row.assignment_id, "num", Order.NUMBER,
        ),
        ListColumn(
            "van-ban", make_message("Số, ký hiệu văn bản"),
            make_message("Số, ký hiệu văn bản giao; với kế hoạch là số mục."),
            lambda row: row.code,
        ),
        ListColumn(
            "nguon", make_message("Nguồn giao"),
            make_message("Theo kế hoạch CCHC, cấp trên giao hoặc cơ quan mình giao."),
            lambda row: ORIGIN_WORDS[row.origin],
        ),
        ListColumn(
            "don-vi", make_message("Đơn vị chủ trì"),
            make_message("Đơn vị được giao chủ trì; nhiều đơn vị thì ghi số đơn vị."),
            _unit_words, "", Order.UNIT, is_bare=True,
        ),
        ListColumn(
            "nguoi", make_message("Người được giao"), make_message("Người trong đơn vị được phân công, nếu có."),
            Person.name, "", Order.PERSON,
        ),
        ListColumn(
            "linh-vuc", make_message("Lĩnh vực CCHC"),
            make_message("Lĩnh vực cải cách hành chính của nội dung kế hoạch."),
            Area.name,
        ),
        ListColumn("nganh", make_message("Ngành"), make_message("Ngành, lĩnh vực của ý kiến chỉ đạo."), Task.field),
        ListColumn(
            "lanh-dao", make_message("Lãnh đạo chỉ đạo"), make_message("Chức danh lãnh đạo cho ý kiến, như sổ ghi."),
            Task.leader,
        ),
        ListColumn(
            "ngay-giao", make_message("Ngày giao"), make_message("Ngày của văn bản giao."),
            lambda row: row.assigned_on, "date", Order.ASSIGNED,
        ),
        ListColumn(
            "thoi-han", make_message("Thời hạn ghi trong văn bản"), make_message("Thời hạn đúng lời văn bản."),
            lambda row: row.term_text,
        ),
        ListColumn(
            "han-dau", make_message("Hạn ban đầu"), make_message("Hạn giao lần đầu; gia hạn không làm đổi."),
            lambda row: row.original_due_on, "date",
        ),
        ListColumn(
            "han", make_message("Hạn xử lý"), make_message("Hạn đang có hiệu lực vào ngày chốt số liệu."),
            lambda row: row.due_on, "date", Order.DUE,
        ),
        ListColumn(
            "hoan-thanh", make_message("Ngày hoàn thành"),
            make_message("Ngày đơn vị làm xong, theo báo cáo đã được xác nhận."),
            lambda row: row.done_on, "date", Order.DONE,
        ),
        ListColumn(
            "tinh-trang", make_message("Tình trạng"),
            make_message("Kết quả theo thời hạn vào ngày chốt và số ngày còn lại hoặc quá hạn."),
            lambda row: TIMING_WORDS[row.timing], "", Order.TIMING, is_bare=True,
        ),
        ListColumn(
            "ket-qua", make_message("Kết quả theo thời hạn"),
            make_message("Trước hạn, đúng hạn, quá hạn, trong hạn hoặc không hạn vào ngày chốt."),
            lambda row: TIMING_WORDS[row.timing], "", Order.TIMING, is_bare=True,
        ),
        ListColumn(
            "trang-thai", make_message("Trạng thái"), make_message("Trạng thái xử lý hiện nay."),
            lambda row: STATE_WORDS[row.state], "", Order.STATE, is_bare=True,
        ),
        ListColumn(
            "tien-do", make_message("Tiến độ (%)"), make_message("Tiến độ đơn vị báo cáo gần nhất."),
            lambda row: row.progress, "num", Order.PROGRESS,
        ),
        ListColumn(
            "gia-han", make_message("Số lần gia hạn"), make_message("Số lần đã được đồng ý gia hạn."),
            lambda row: row.extension_count, "num", Order.EXTENSIONS,
        ),
        ListColumn("san-pham", make_message("Sản phẩm"), make_message("Sản phẩm hoặc kết quả phải có."), Task.product),
        ListColumn("khan", make_message("Độ khẩn"), make_message("Độ khẩn ghi trên văn bản."), Task.urgency),
        ListColumn(
            "tiep-nhan", make_message("Ngày tiếp nhận"), make_message("Ngày đơn vị tiếp nhận nhiệm vụ."),
            Assignment.received_on, "date",
        ),
        ListColumn(
            "gui", make_message("Ngày báo cáo xong"),
            make_message("Ngày hoàn thành đơn vị ghi trong báo cáo gần nhất, kể cả khi chờ xác nhận."),
            Assignment.submitted_on, "date",
        ),
        ListColumn(
            "ky", make_message("Số kỳ đã làm"),
            make_message("Nhiệm vụ định kỳ: số kỳ đã được xác nhận trên số kỳ phải làm, không tính kỳ được bỏ."),
            occurrence_words, "num",
        ),
        ListColumn(
            "cap-nhat", make_message("Cập nhật cuối"), make_message("Ngày có dòng nhật ký gần nhất."),
            lambda row: civil_day(row.last_event_at), "date", Order.UPDATED,
        ),
    )
}  # fmt: skip
"""Every column that a reader may choose, by its name in an address."""

_ASKED = {each.name: each.value for each in TASK_COLUMNS.values() if isinstance(each.value, InstrumentedAttribute)}


@dataclass(frozen=True, slots=True)
class OrderKey:
    """What rows are put in order by, missing ones last; which tables it needs beside the counted one; its type."""

    of: Callable[[Subquery], Any]
    kind: type[SortKey] = int
    tables: tuple[type[Any], ...] = ()


_STATE_PLACES = {state.value: place for place, state in enumerate(AssignmentState)}
ORDER_KEYS: Mapping[Order, OrderKey] = {
    Order.DUE: OrderKey(lambda rows: func.coalesce(rows.c.due_on, FAR_DAY), dt.date),
    Order.DONE: OrderKey(lambda rows: func.coalesce(rows.c.done_on, FAR_DAY), dt.date),
    Order.ASSIGNED: OrderKey(lambda rows: rows.c.assigned_on, dt.date),
    Order.TIMING: OrderKey(lambda rows: rows.c.timing_order),
    Order.NUMBER: OrderKey(lambda rows: rows.c.assignment_id),
    Order.UNIT: OrderKey(lambda _: Unit.sort_key.expression, str, (Unit,)),
    Order.PERSON: OrderKey(lambda _: func.coalesce(Person.sort_key, LAST_NAME), str, (Assignment, Person)),
    Order.STATE: OrderKey(lambda _: case(_STATE_PLACES, value=Assignment.state), tables=(Assignment,)),
    Order.PROGRESS: OrderKey(lambda _: Assignment.progress.expression, tables=(Assignment,)),
    Order.EXTENSIONS: OrderKey(lambda _: Assignment.extension_count.expression, tables=(Assignment,)),
    Order.UPDATED: OrderKey(lambda _: Assignment.last_event_at.expression, dt.datetime, (Assignment,)),
}


@dataclass(frozen=True, slots=True)
class ListCursor:
    """A place in a list, by what its rows are put in order by: what comes after it is the next page."""

    key: SortKey
    assignment_id: int


@dataclass(frozen=True, slots=True)
class Sorting:
    """How rows are put in order; equal ones by their number, so that the order never changes by itself."""

    order: Order = Order.DUE
    descending: bool = False


BY_DEADLINE = Sorting()


def list_task_rows(
    session: Session, selection: Selection, *, after: ListCursor | None, limit: int, sorting: Sorting = BY_DEADLINE
) -> Sequence[TaskRow]:
    """Return the rows of a selection after a place; by deadline, those without one come last."""
    question = _question(selection, sorting, onward=after is not None)
    given: dict[str, object] = {"limit": limit}
    if after is not None:
        given |= {"after_key": after.key, "after_id": after.assignment_id}
    return [_row(found) for found in fetch_rows(session, question, given)]


def stream_task_rows(session: Session, selection: Selection, sorting: Sorting = BY_DEADLINE) -> Iterator[TaskRow]:
    """Yield all rows of a selection in order, from one statement, some hundreds at a time."""
    question = _question(selection, sorting, onward=False)
    for found in fetch_rows(session, question, {"limit": NO_ROW_LIMIT}, yield_per=LIST_CHUNK_ROWS):
        yield _row(found)


@lru_cache(maxsize=CACHED_QUERIES)
def _question(selection: Selection, sorting: Sorting, *, onward: bool) -> Select[Any]:
    """Pick the page first, by as few tables as its order needs, and look up what it shows afterwards."""
    rows = counted_rows(selection, ("assigned_on",) if sorting.order is Order.ASSIGNED else ())
    order = ORDER_KEYS[sorting.order]
    key = order.of(rows)
    kept = ("assignment_id", "task_id", "unit_id", "units", "timing_order", "day_state", "due_on", "done_on")
    picked = select(*(rows.c[name] for name in kept), key.label("key"))
    if Assignment in order.tables:
        picked = picked.join(Assignment, Assignment.id == rows.c.assignment_id)
    if Person in order.tables:
        picked = picked.outerjoin(Person, Person.id == Assignment.person_id)
    if Unit in order.tables:
        picked = picked.join(Unit, Unit.id == rows.c.unit_id)
    if onward:
        last = bindparam("after_key", type_=key.type)
        same = and_(key == last, rows.c.assignment_id > bindparam("after_id"))
        picked = picked.where(or_(key < last if sorting.descending else key > last, same))
    picked = picked.order_by(key.desc() if sorting.descending else key, rows.c.assignment_id)
    page = picked.limit(bindparam("limit")).subquery("page")
    of_page = {"timing": page.c.timing_order, "unit_name": get_unit_name_on(selection.as_of).label("unit_name")}
    columns = {**_OF_ROW, **of_page}
    return (
        select(
            *(columns[name].label(name) if name in columns else page.c[name] for name in TaskRow._fields[:_MORE]),
            *(asked.label(f"more_{place}") for place, asked in enumerate(_ASKED.values())),
        )
        .join(Task, Task.id == page.c.task_id)
        .join(Assignment, Assignment.id == page.c.assignment_id)
        .join(Unit, Unit.id == page.c.unit_id)
        .outerjoin(Person, Person.id == Assignment.person_id)
        .outerjoin(Area, Area.id == Task.area_id)
        .order_by(page.c.key.desc() if sorting.descending else page.c.key, page.c.assignment_id)
    )


def _row(found: Sequence[Any]) -> TaskRow:
    timing = TIMING_BY_ORDER[found[_TIMING]]
    return TaskRow._make((*found[:_TIMING], timing, *found[_TIMING + 1 : _MORE], found[_MORE:]))


def get_list_cursor(row: TaskRow) -> ListCursor:
    """Return the place a row has in its list."""
    return ListCursor(row.key, row.assignment_id)


@dataclass(frozen=True, slots=True)
class TaskList:
    """One page of a list. `tally` counts the whole selection; `next_place` is where the next page begins."""

    selection: Selection
    tally: Tally
    rows: Sequence[TaskRow]
    next_place: ListCursor | None

    @property
    def length(self) -> int:
        """The number of rows of the whole list: what is counted, and what stands outside the total."""
        return self.tally.assigned_ever

    @property
    def excluded(self) -> int:
        """How many of the rows stand outside the total."""
        return self.tally.assigned_ever - self.tally.total


def list_tasks(
    work: UnitOfWork, selection: Selection, *, after: ListCursor | None, limit: int, sorting: Sorting = BY_DEADLINE
) -> TaskList:
    """Return one page of the list of a selection, with the count of all of it; a whole list is its own count."""
    event_log.await_writers(work.session, selection.known_at, work.now)
    found = list_task_rows(work.session, selection, after=after, limit=limit + 1, sorting=sorting)
    has_more = len(found) > limit
    is_whole = after is None and not has_more
    tally = _tally(found, selection) if is_whole else classified.count_selection(work.session, selection)
    return TaskList(selection, tally, found[:limit], get_list_cursor(found[limit - 1]) if has_more else None)


def _tally(rows: Sequence[TaskRow], selection: Selection) -> Tally:
    inside, outside = Counter[Timing](row.timing for row in rows), Counter[DayState]()
    if inside.pop(Timing.EXCLUDED, 0):
        outside.update(row.day_state for row in rows if row.timing is Timing.EXCLUDED)
    since = selection.since
    carried = sum(since is not None and row.assigned_on < since for row in rows if row.timing is not Timing.EXCLUDED)
    return Tally(inside, outside, carried)


def walk_task_rows(work: UnitOfWork, selection: Selection, sorting: Sorting = BY_DEADLINE) -> Iterator[TaskRow]:
    """Yield all rows of a selection in order, from one look at the database."""
    return stream_task_rows(work.session, selection, sorting)
