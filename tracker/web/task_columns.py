"""The columns of a list of tasks: how each is shown, sent away as a file, and put in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from markupsafe import Markup, escape

from tracker.clock import civil_day
from tracker.documents.spreadsheet import Cell
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.selecting import Order
from tracker.rules.timeliness import DONE, Timing
from tracker.store.lists import TaskRow
from tracker.web.badges import state_badge, timing_badge
from tracker.web.filters import days_at_completion, days_left, vn_date
from tracker.wording import ORIGIN_WORDS, STATE_WORDS, TIMING_WORDS
from tracker.wording.selecting import COLUMN_WORDS
from tracker.wording.tasks import SEVERAL_UNITS

TITLE = "noi-dung"
SHOWN = (TITLE, "don-vi", "han", "tinh-trang")
"""What a list shows to somebody who chose nothing."""

SENT = (
    "so", "van-ban", TITLE, "nguon", "don-vi", "ngay-giao", "thoi-han", "han", "hoan-thanh", "ket-qua", "trang-thai",
    "tien-do",
)  # fmt: skip
"""What a file holds for somebody who chose nothing."""

SAID_BESIDE = frozenset(AssignmentState) - {
    AssignmentState.DRAFT, AssignmentState.ACCEPTED, AssignmentState.IN_PROGRESS, AssignmentState.DONE,
    AssignmentState.SUSPENDED,
}  # fmt: skip
"""States that a timing does not tell by itself."""

STILL_RUNNING = frozenset({Timing.OPEN_IN_TIME, Timing.OPEN_OVERDUE})


@dataclass(frozen=True, slots=True)
class Column:
    """One column: its cell as a value, how wide words stand in it, and the order it gives."""

    name: str
    value: Callable[[TaskRow], Cell]
    kind: str = ""
    order: Order | None = None

    @property
    def head(self) -> str:
        """The words above the column."""
        return COLUMN_WORDS[self.name][0]

    @property
    def meaning(self) -> str:
        """What the column says, for whoever gets the file."""
        return COLUMN_WORDS[self.name][1]


def _unit(row: TaskRow) -> str:
    return SEVERAL_UNITS.format(number=row.units) if row.units > 1 else row.unit_name


COLUMNS = {
    column.name: column
    for column in (
        Column(TITLE, lambda row: row.title),
        Column("so", lambda row: row.assignment_id, "num", Order.NUMBER),
        Column("van-ban", lambda row: row.code),
        Column("nguon", lambda row: ORIGIN_WORDS[row.origin]),
        Column("don-vi", _unit, "", Order.UNIT),
        Column("nguoi", lambda row: row.person_name, "", Order.PERSON),
        Column("linh-vuc", lambda row: row.area_name),
        Column("nganh", lambda row: row.field),
        Column("lanh-dao", lambda row: row.leader),
        Column("ngay-giao", lambda row: row.assigned_on, "date", Order.ASSIGNED),
        Column("thoi-han", lambda row: row.term_text),
        Column("han-dau", lambda row: row.original_due_on, "date"),
        Column("han", lambda row: row.due_on, "date", Order.DUE),
        Column("hoan-thanh", lambda row: row.done_on, "date", Order.DONE),
        Column("tinh-trang", lambda row: TIMING_WORDS[row.timing], "", Order.TIMING),
        Column("ket-qua", lambda row: TIMING_WORDS[row.timing], "", Order.TIMING),
        Column("trang-thai", lambda row: STATE_WORDS[row.state], "", Order.STATE),
        Column("tien-do", lambda row: row.progress, "num", Order.PROGRESS),
        Column("gia-han", lambda row: row.extension_count, "num", Order.EXTENSIONS),
        Column("cap-nhat", lambda row: civil_day(row.last_event_at), "date", Order.UPDATED),
    )
}


def chosen(names: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that are known among some names, the title always first; none for none."""
    known = tuple(dict.fromkeys(name for name in names if name in COLUMNS))
    return (TITLE, *(name for name in known if name != TITLE)) if known else ()


def lines(
    rows: Iterable[TaskRow],
    columns: Sequence[str],
    as_of: dt.date,
    *,
    with_state: bool,
    home: str,
    ticked: bool = False,
) -> list[Markup]:
    """Return the rows of a list as HTML; `home` is the address of lists, with no slash at its end.

    With `ticked`, a row that is one assignment can be ticked for what is done with many.
    """
    drawn = [(name, *_attributes(COLUMNS[name])) for name in columns]
    return [
        Markup("<tr>")
        + Markup("").join(
            opening
            + (_tick(row) if ticked and name == TITLE else Markup(""))
            + _cell(row, name, as_of, with_state=with_state, home=home)
            + closing
            for name, opening, closing in drawn
        )
        + Markup("</tr>")
        for row in rows
    ]


def _attributes(column: Column) -> tuple[Markup, Markup]:
    if column.name == TITLE:
        return Markup('<th scope="row">'), Markup("</th>")
    kind = Markup(' class="{}"').format(column.kind) if column.kind else Markup("")
    bare = column.name in ("don-vi", "tinh-trang", "ket-qua", "trang-thai")
    label = Markup("") if bare else Markup(' data-label="{}"').format(column.head)
    return Markup("<td{}{}>").format(kind, label), Markup("</td>")


def _cell(row: TaskRow, name: str, as_of: dt.date, *, with_state: bool, home: str) -> Markup:
    match name:
        case "noi-dung":
            below = Markup('<div class="quiet">{}</div>').format(row.code) if row.code else Markup("")
            return Markup('<a href="{}">{}</a>{}').format(_address(row, home), row.title, below)
        case "tinh-trang":
            return _standing(row, as_of, with_state=with_state)
        case "ket-qua":
            return timing_badge(row.timing)
        case "trang-thai":
            return state_badge(row.state)
        case _:
            value = COLUMNS[name].value(row)
            if isinstance(value, dt.date) or (value is None and COLUMNS[name].kind == "date"):
                return escape(vn_date(value))
            return escape("" if value is None else value)


def _tick(row: TaskRow) -> Markup:
    if row.units > 1:
        return Markup("")
    return Markup(
        '<input type="checkbox" name="chon" form="nhieu-viec" value="{0}" aria-label="Chọn nhiệm vụ số {0}"> '
    ).format(row.assignment_id)


def _standing(row: TaskRow, as_of: dt.date, *, with_state: bool) -> Markup:
    words = timing_badge(row.timing)
    if with_state and row.units == 1 and row.timing not in DONE and row.state in SAID_BESIDE:
        words += Markup(" ") + state_badge(row.state)
    if row.done_on is not None:
        return words + Markup('<div class="quiet">{}</div>').format(
            days_at_completion(row.due_on, row.done_on)
        )
    if row.due_on is not None and row.timing in STILL_RUNNING:
        return words + Markup('<div class="quiet">{}</div>').format(days_left(row.due_on, as_of))
    return words


def _address(row: TaskRow, home: str) -> str:
    if row.units > 1 and row.directive_id is not None:
        return f"{home}?{urlencode({'chi-dao': row.directive_id, 'dem': 'luot-giao'})}"
    return f"{home}/{row.assignment_id}"
