"""The columns of a list of tasks: how each is shown, sent away as a file, and put in order."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from urllib.parse import urlencode

from markupsafe import Markup, escape

from tracker.core.formats import vn_date
from tracker.core.i18n import make_message
from tracker.core.labels import distance_at_completion, distance_to_deadline
from tracker.documents.sheets import SheetCell
from tracker.law.lifecycle import AssignmentState
from tracker.law.timing import DONE_TIMINGS, Timing
from tracker.tasks.labels import OCCURRENCES_DONE
from tracker.tasks.lists import TASK_COLUMNS, TITLE_COLUMN, ListColumn, TaskRow, occurrence_words
from tracker.web.badges import state_badges, timing_badges
from tracker.web.language import get_request_language

CHOOSE_TASK = make_message("Chọn nhiệm vụ số {number}")
DEFAULT_COLUMNS = (TITLE_COLUMN, "don-vi", "han", "tinh-trang")
"""What a list shows to somebody who chose nothing."""

SENT = (
    "so", "van-ban", TITLE_COLUMN, "nguon", "don-vi", "ngay-giao", "thoi-han", "han", "hoan-thanh",
    "ket-qua", "trang-thai", "tien-do",
)  # fmt: skip
"""What a file holds for somebody who chose nothing."""

SAID_BESIDE = frozenset(AssignmentState) - {
    AssignmentState.DRAFT, AssignmentState.ACCEPTED, AssignmentState.IN_PROGRESS, AssignmentState.DONE,
    AssignmentState.SUSPENDED,
}  # fmt: skip
"""States that a timing does not tell by itself."""

STILL_RUNNING = frozenset({Timing.OPEN_IN_TIME, Timing.OPEN_OVERDUE})


ANY_NUMBER = "909090909"
"""Stands in what is written once a page for the number of each of its rows."""


@dataclass(frozen=True, slots=True)
class _LanguageContext:
    """What the rows of one page say again and again, in the language of its reader."""

    language: str
    states: Mapping[str, str]
    timings: Mapping[str, str]
    tick: str


def select_columns(names: Iterable[str]) -> tuple[str, ...]:
    """Return the columns that are known among some names, the title always first; none for none."""
    known = tuple(dict.fromkeys(name for name in names if name in TASK_COLUMNS))
    return (TITLE_COLUMN, *(name for name in known if name != TITLE_COLUMN)) if known else ()


def render_task_rows(
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
    language = _LanguageContext(get_request_language(), state_badges(), timing_badges(), _tick_in_words())
    drawn = [
        (name, *_attributes(TASK_COLUMNS[name]), _drawer(name, as_of, language, with_state=with_state, home=home))
        for name in columns
    ]
    made: list[Markup] = []
    for row in rows:  # plain strings joined once: markup that adds to markup looks at every piece again
        parts = ["<tr>"]
        for name, opening, closing, draw in drawn:
            parts += (opening, _tick(row, language) if ticked and name == TITLE_COLUMN else "", draw(row), closing)
        parts.append("</tr>")
        made.append(Markup("".join(parts)))  # every piece was escaped where it was drawn  # nosec B704
    return made


def _attributes(column: ListColumn) -> tuple[str, str]:
    if column.name == TITLE_COLUMN:
        return '<th scope="row">', "</th>"
    kind = f' class="{column.kind}"' if column.kind else ""
    label = "" if column.is_bare else f' data-label="{escape(column.head)}"'
    return f"<td{kind}{label}>", "</td>"


def _drawer(
    name: str, as_of: dt.date, language: _LanguageContext, *, with_state: bool, home: str
) -> Callable[[TaskRow], str]:
    """Return what draws the cells of a column as HTML in a plain string, everything from the database escaped."""
    match name:
        case "noi-dung":
            return lambda row: _title(row, language, home)
        case "tinh-trang":
            return lambda row: _timing_cell(row, as_of, language, with_state=with_state)
        case "ket-qua":
            return lambda row: language.timings[row.timing]
        case "trang-thai":
            return lambda row: language.states[row.state]
        case _:
            column = TASK_COLUMNS[name]
            read = column.read
            return lambda row: _plain(read(row), language, is_date=column.kind == "date")


def _title(row: TaskRow, language: _LanguageContext, home: str) -> str:
    below = f'<div class="quiet">{escape(row.code)}</div>' if row.code else ""
    return f'<a href="{escape(_address(row, home))}">{escape(row.title)}</a>{below}'


def _plain(value: SheetCell, language: _LanguageContext, *, is_date: bool) -> str:
    if isinstance(value, dt.date):
        return vn_date(value)
    if value is None:
        return vn_date(None) if is_date else ""
    return str(escape(value))


def _tick_in_words() -> str:
    return (
        f'<input type="checkbox" name="chon" form="nhieu-viec" value="{ANY_NUMBER}"'
        f' aria-label="{escape(CHOOSE_TASK.format(number=ANY_NUMBER))}"> '
    )


def _tick(row: TaskRow, language: _LanguageContext) -> str:
    return "" if row.units > 1 else language.tick.replace(ANY_NUMBER, str(row.assignment_id))


def _timing_cell(row: TaskRow, as_of: dt.date, language: _LanguageContext, *, with_state: bool) -> str:
    words: str = language.timings[row.timing]
    if with_state and row.units == 1 and row.timing not in DONE_TIMINGS and row.state in SAID_BESIDE:
        words = f"{words} {language.states[row.state]}"
    if done := occurrence_words(row):
        words += f'<div class="quiet">{escape(OCCURRENCES_DONE.format(done=done))}</div>'
    if row.done_on is not None:
        late = None if row.due_on is None else (row.due_on - row.done_on).days
        return f'{words}<div class="quiet">{_at_completion(language.language, late)}</div>'
    if row.due_on is not None and row.timing in STILL_RUNNING:
        left = (row.due_on - as_of).days
        return f'{words}<div class="quiet">{_to_deadline(language.language, left)}</div>'
    return words


@lru_cache(maxsize=2048)
def _at_completion(language: str, days: int | None) -> str:
    """Say how something finished stood to its deadline, in the language of this request."""
    return str(escape(distance_at_completion(days)))


@lru_cache(maxsize=2048)
def _to_deadline(language: str, days: int) -> str:
    return str(escape(distance_to_deadline(days)))


def _address(row: TaskRow, home: str) -> str:
    if row.units > 1 and row.directive_id is not None:
        return f"{home}?{urlencode({'chi-dao': row.directive_id, 'dem': 'luot-giao'})}"
    return f"{home}/{row.assignment_id}"
