"""What the address of a list of tasks asks for: which tasks, which columns, in what order, how many on a page.

A selection as an address, and back: every number on a page is a link to exactly its list. Ready lists: the questions
leaders ask, each one address that stays true day after day. The conditions in words, each with the list without it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from typing import Any
from urllib.parse import urlencode

from flask import g, request, url_for
from werkzeug.datastructures import MultiDict

from tracker.core.i18n import make_message
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.calendar import WorkCalendar, counts_working_days
from tracker.law.permissions import Actor, Permission, Scope, get_permission_scope
from tracker.law.timing import Timing
from tracker.office import calendar as office_calendar, installation
from tracker.tasks.filter_kinds import (
    NO_CALENDAR,
    NONE,
    SELECTION_UNIT_ROLES,
    AddressReader,
    Filter,
    Names,
    UnreadableValueError,
)
from tracker.tasks.filters import FILTERS, write_timings
from tracker.tasks.lists import ORDER_KEYS, ListCursor, Order, Sorting, SortKey
from tracker.tasks.selection import Selection
from tracker.tasks.views import columns as views_columns

FILTER_BY_NAME: Mapping[str, Filter] = {each.name: each for each in FILTERS}


def selection_from(
    args: MultiDict[str, str],
    *,
    scope: Scope,
    today: dt.date,
    actor: Actor | None = None,
    known: WorkCalendar = NO_CALENDAR,
) -> Selection:
    """Read a selection from an address; an empty one is everything as of today.

    Raises `Refusal` FILTER_UNREADABLE for a value that means nothing, PERIOD_UNKNOWN, DATE_OUTSIDE_PERIOD,
    DATE_IN_FUTURE, PERIOD_REVERSED. `actor` is who «my work» belongs to, `known` the calendar in which working days
    are counted.
    """
    asked, found = AddressReader(args, today, actor, known), dict[str, Any]()
    try:
        for each in FILTERS:
            found |= each.read_fields(asked)
    except UnreadableValueError as wrong:
        label = FILTER_BY_NAME[wrong.name].label
        raise Refusal(Reason.FILTER_UNREADABLE, field=wrong.name, name=label, value=wrong.value[:80]) from None
    return Selection(scope=scope, **found)


def selection_parameters(selection: Selection, *, today: dt.date) -> dict[str, str | list[str]]:
    """Return the parameters of the address that reads back as this selection."""
    found = {each.name: value for each in FILTERS if (value := each.write(selection))}
    if selection.as_of == today:
        del found["tinh-den"]
    return found


def list_address(selection: Selection, *, today: dt.date) -> str:
    """Return the address of the list of a selection."""
    if "list_path" not in g:
        g.list_path = url_for("tasks.index")  # asked once: a page of figures holds hundreds of addresses
    given = _query(selection, today)
    return f"{g.list_path}?{given}" if given else str(g.list_path)


@lru_cache(maxsize=4096)
def _query(selection: Selection, today: dt.date) -> str:
    """Return what stands behind the question mark; pages of figures ask for the same lists day after day."""
    return urlencode(selection_parameters(selection, today=today), doseq=True)


class TimingLists:
    """The addresses of the lists of one selection by their timings: what they share is written once."""

    def __init__(self, selection: Selection, *, today: dt.date) -> None:
        whole = selection if not selection.timings else selection.narrowed(timings=frozenset())
        base = list_address(whole, today=today)
        self._stem = f"{base}{'&' if '?' in base else '?'}"

    def of(self, timings: frozenset[Timing]) -> str:
        """Return the address of the list of some timings."""
        return self._stem + _encoded(timings)


def build_timing_lists(selection: Selection, *, today: dt.date) -> TimingLists:
    """Return the lists of a selection; a line of figures stands in several tables of one page."""
    known: dict[Selection, TimingLists] = g.setdefault("lists", {})
    if selection not in known:
        known[selection] = TimingLists(selection, today=today)
    return known[selection]


@lru_cache(maxsize=64)
def _encoded(timings: frozenset[Timing]) -> str:
    return urlencode({"ket-qua": write_timings(timings)}, doseq=True)


OPEN_NOW = {"ket-qua": "dang-lam"}


def build_ready_lists(work: UnitOfWork) -> list[tuple[str, str]]:
    """Return the ready lists of the actor, the questions that leaders ask, each as its name and its address."""
    unit_ids = sorted({post.unit_id for post in work.actor.posts if post.role in SELECTION_UNIT_ROLES and post.unit_id})
    confirms = get_permission_scope(work.actor, Permission.TASK_CONFIRM)
    origins = [] if confirms.everywhere else [origin.value for origin in sorted(confirms.origins)]
    decides = get_permission_scope(work.actor, Permission.EXTENSION_DECIDE)
    own = str(unit_ids[0]) if unit_ids else ""
    waiting: dict[str, Sequence[str]] = {"trang-thai": "submitted", "nguon": origins}
    lists: tuple[tuple[str, bool, Mapping[str, Sequence[str]]], ...] = (
        (make_message("Việc của tôi"), bool(unit_ids), {"cua-toi": "co", **OPEN_NOW}),
        (make_message("Chờ tôi quyết định gia hạn"), bool(decides), {"gia-han": "cho"}),
        (make_message("Chờ xác nhận"), bool(confirms), waiting),
        (make_message("Quá hạn theo đơn vị"), True, {"ket-qua": "open_overdue", "sap-xep": "don-vi"}),
        (make_message("Đến hạn tuần này"), True, {"han": "tuan-nay", **OPEN_NOW}),
        (
            make_message("Sắp đến hạn (5 ngày làm việc)"), True,
            {"han": "5-ngay-lam-viec-toi", "ket-qua": "open_in_time"},
        ),
        (
            make_message("Chưa tiếp nhận quá 2 ngày làm việc"), True,
            {"giao": "2-ngay-lam-viec-truoc", "trang-thai": "assigned"},
        ),
        (make_message("Không có hạn"), True, {"ket-qua": "open_no_deadline"}),
        (make_message("Gia hạn từ 3 lần"), True, {"gia-han-tu": "3"}),
        (make_message("Đơn vị tôi phối hợp"), bool(unit_ids), {"phoi-hop": own, **OPEN_NOW}),
        (make_message("Có khó khăn, kiến nghị"), True, {"kho-khan": "co", **OPEN_NOW}),
    )  # fmt: skip
    home = url_for("tasks.index")
    return [
        (words, f"{home}?{urlencode({**conditions, 'dem': 'luot-giao'}, doseq=True)}")
        for words, is_offered, conditions in lists
        if is_offered
    ]


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force and the address of the list without it."""

    words: str
    remove_href: str


def list_filter_chips(work: UnitOfWork, selection: Selection) -> list[Chip]:
    """Return the conditions of a selection, one chip for each value."""
    given = selection_parameters(selection, today=work.today)
    named: dict[object, Names] = {}
    found: list[Chip] = []
    for name, value in given.items():
        each, values = FILTER_BY_NAME[name], [value] if isinstance(value, str) else value
        if each.names is not None and value != NONE and each.names not in named:
            named[each.names] = each.names(work, values)
        for single in values:
            rest = dict(given)
            if len(values) > 1:
                rest[name] = [other for other in values if other != single]
            else:
                del rest[name]
            said = each.describe(single, named.get(each.names, {}))
            words = make_message("{name}: {value}", name=each.label, value=said)
            found.append(Chip(words, url_for("tasks.index", **rest)))  # type: ignore[arg-type]  # lists are allowed
    return found


PAGE_ROWS, PAGE_OF_A_FIGURE = 50, 200
"""Rows on a page; a list opened from a number shows more, so that people can count it."""

PAGE_SIZES = (20, 50, 100, 200)
COLUMNS_KEPT, ROWS_KEPT = "cot", "so-dong"
"""Names of what is remembered for each person, the same as in an address."""


@dataclass(frozen=True, slots=True)
class ListView:
    """A list as asked for; `columns` is empty when nobody chose any."""

    selection: Selection
    columns: tuple[str, ...]
    sorting: Sorting
    limit: int
    given: dict[str, str | list[str]]


def read_list_request(work: UnitOfWork, args: MultiDict[str, str] | None = None) -> ListView:
    """Return the list of an address, within what this person may see; what is not said is as they like it."""
    args = request.args if args is None else args
    spans = (args.get("han", ""), args.get("giao", ""))
    known = office_calendar.working_calendar(work.session) if any(map(counts_working_days, spans)) else NO_CALENDAR
    reach = get_permission_scope(work.actor, Permission.TASK_READ)
    selection = selection_from(args, scope=reach, today=work.today, actor=work.actor, known=known)
    liked = installation.get_preferences(work.session, work.actor.user_id)
    columns = views_columns.select_columns((args.get("cot") or liked.get(COLUMNS_KEPT, "")).split(","))
    sorting = _sorting(args.get("sap-xep", ""))
    rows = args.get("so-dong") or liked.get(ROWS_KEPT, "")
    usual = PAGE_OF_A_FIGURE if args.getlist("ket-qua") else PAGE_ROWS
    given = selection_parameters(selection, today=work.today)
    given |= {name: args[name] for name in ("cot", "sap-xep", "so-dong") if args.get(name)}
    return ListView(selection, columns, sorting, int(rows) if rows in map(str, PAGE_SIZES) else usual, given)


def format_list_cursor(place: ListCursor) -> str:
    """Return a place as an address holds it."""
    key = place.key.isoformat() if isinstance(place.key, dt.date) else place.key
    return f"{key}.{place.assignment_id}"


def parse_list_cursor(text: str | None, sorting: Sorting) -> ListCursor | None:
    """Read a place from an address; what cannot be read is the beginning."""
    key, _, number = (text or "").rpartition(".")
    if not (number.isdecimal() and len(number) < 10):
        return None
    try:
        return ListCursor(_key(key, sorting.order), int(number))
    except ValueError:
        return None


def _key(text: str, order: Order) -> SortKey:
    """Read what a place is put in order by; raises `ValueError`."""
    kind = ORDER_KEYS[order].kind
    if kind is int:
        if not (text.isdecimal() and len(text) < 10):
            raise ValueError
        return int(text)
    if kind is dt.datetime:
        instant = dt.datetime.fromisoformat(text)
        if instant.tzinfo is None:
            raise ValueError
        return instant
    return dt.date.fromisoformat(text) if kind is dt.date else text.replace("\x00", "")


def _sorting(text: str) -> Sorting:
    name = text.removeprefix("-")
    return Sorting(Order(name), text.startswith("-")) if name in Order._value2member_map_ else Sorting()
