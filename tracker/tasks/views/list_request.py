"""The conditions of a list in words, each with the address of the same list without it.

What the address of a list of tasks asks for: which tasks, which columns, in what order, how many on a page.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import request, url_for
from werkzeug.datastructures import MultiDict

from tracker.core.formats import vn_date, vn_datetime
from tracker.core.i18n import make_message
from tracker.core.labels import ORIGIN_WORDS, STATE_WORDS
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.calendar import counts_working_days
from tracker.law.permissions import Permission, get_permission_scope
from tracker.office import (
    calendar as office_calendar,
    installation,
    papers as office_papers,
    people as office_people,
    units,
)
from tracker.tasks import sources as task_sources, tags
from tracker.tasks.labels import (
    AGE_WORDS,
    COUNT_BY_WORDS,
    FILTER_WORDS,
    NOT_NAMED,
    NUMBER_WORDS,
    RESULT_WORDS,
    WAITING_FOR_DECISION,
    WITHOUT_AREA,
)
from tracker.tasks.lists import ListCursor, Sorting, SortKey
from tracker.tasks.selection import (
    ADJUSTMENT_WORDS,
    AT_LEAST,
    DAYS,
    NO_DEADLINE,
    NOBODY_YET,
    NOT_LATE,
    SWITCH_WORDS,
    Order,
    Selection,
    span_words,
)
from tracker.tasks.views import columns as views_columns
from tracker.tasks.views.selection_address import NO_CALENDAR, NONE, selection_from, selection_parameters


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force and the address of the list without it."""

    words: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class ConditionNames:
    """What the keys in an address stand for."""

    units: Mapping[int, str]
    areas: Mapping[int, str]
    people: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)
    papers: Mapping[int, str] = field(default_factory=dict)


def list_condition_chips(selection: Selection, names: ConditionNames, *, today: dt.date) -> list[Chip]:
    """Return the conditions of a selection, one chip for each value."""
    given = selection_parameters(selection, today=today)
    found: list[Chip] = []
    for name, value in given.items():
        for single in value if isinstance(value, list) else [value]:
            rest = dict(given)
            if isinstance(value, list) and len(value) > 1:
                rest[name] = [each for each in value if each != single]
            else:
                del rest[name]
            words = make_message(
                "{name}: {value}", name=FILTER_WORDS[name], value=_words(name, single, selection, names)
            )
            found.append(Chip(words, url_for("tasks.index", **rest)))  # type: ignore[arg-type]  # lists are allowed
    return found


def _words(name: str, value: str, selection: Selection, names: ConditionNames) -> str:
    match name:
        case "don-vi" | "don-vi-cu" | "phoi-hop":
            return names.units.get(int(value), NUMBER_WORDS.format(number=value))
        case "linh-vuc-cung":
            return names.areas.get(int(value), value)
        case "van-ban":
            return names.papers.get(int(value), NUMBER_WORDS.format(number=value))
        case "tuoi":
            return NOT_LATE if value == NONE else AGE_WORDS[value]
        case "nguoi" if value == NONE:
            return NOBODY_YET
        case "linh-vuc":
            return WITHOUT_AREA if selection.without_area else names.areas.get(int(value), value)
        case "nguon":
            return ORIGIN_WORDS[value]
        case "trang-thai":
            return STATE_WORDS[value]
        case "ket-qua":
            return RESULT_WORDS[value]
        case "dem":
            return COUNT_BY_WORDS[value]
        case "han" if value == NONE:
            return NO_DEADLINE
        case "han" | "giao":
            return span_words(value)
        case "vai" | "kho-khan" | "cua-toi" | "doi-han" | "han-tinh" | "xong":
            return SWITCH_WORDS[name]
        case "dieu-chinh":
            return ADJUSTMENT_WORDS[value]
        case "nguoi":
            return names.people.get(int(value), NUMBER_WORDS.format(number=value))
        case "nhan":
            return names.tags.get(int(value), NUMBER_WORDS.format(number=value))
        case "gia-han-tu":
            return AT_LEAST.format(number=value)
        case "im-tu":
            return DAYS.format(number=value)
        case "tinh-den" | "tu-ngay" | "han-tu" | "han-den" | "giao-tu" | "giao-den" | "xong-tu" | "xong-den":
            return vn_date(dt.date.fromisoformat(value))
        case "biet-den":
            return vn_datetime(selection.known_at)
        case "thang":
            return f"{value[4:]}/{value[:4]}"
        case "chi-dao" | "ke-hoach" | "viec":
            return NUMBER_WORDS.format(number=value)
        case "lanh-dao" | "nganh" if value == NONE:
            return NOT_NAMED
        case "gia-han":
            return WAITING_FOR_DECISION
        case _:
            return value


PAGE_ROWS, PAGE_OF_A_FIGURE = 50, 200
"""Rows on a page; a list opened from a number shows more, so that people can count it."""

PAGE_SIZES = (20, 50, 100, 200)
COLUMNS_KEPT, ROWS_KEPT = "cot", "so-dong"
"""Names of what is remembered for each person, the same as in an address."""

DATE_ORDERS = frozenset({Order.DUE, Order.DONE, Order.ASSIGNED})
NUMBER_ORDERS = frozenset({Order.TIMING, Order.STATE, Order.PROGRESS, Order.EXTENSIONS, Order.NUMBER})


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


def get_condition_names(work: UnitOfWork, given: Mapping[str, object]) -> ConditionNames:
    """Return what the keys in an address stand for; areas and people are asked for only when they are named."""
    areas = {each.id: each.name for each in task_sources.list_areas(work.session)} if "linh-vuc" in given else {}
    who = {each.id: each.name for each in office_people.list_people(work.session)} if "nguoi" in given else {}
    worn = {each.id: each.name for each in tags.list_tags(work.session)} if "nhan" in given else {}
    paper = given.get("van-ban")
    named = office_papers.get_document_references(work.session, [int(str(paper))]) if paper else {}
    return ConditionNames(units.get_unit_names(work.session), areas, who, worn, named)


def filters_in_words(work: UnitOfWork, selection: Selection) -> list[Chip]:
    """Return the filters of any selection in words, for the heading of a page or a file."""
    return list_condition_chips(
        selection, get_condition_names(work, selection_parameters(selection, today=work.today)), today=work.today
    )


def describe_list_conditions(work: UnitOfWork, view: ListView, known: ConditionNames) -> list[Chip]:
    """Return the conditions of a list in words."""
    return list_condition_chips(view.selection, known, today=work.today)


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
    if order in DATE_ORDERS:
        return dt.date.fromisoformat(text)
    if order in NUMBER_ORDERS:
        if not (text.isdecimal() and len(text) < 10):
            raise ValueError
        return int(text)
    if order is Order.UPDATED:
        instant = dt.datetime.fromisoformat(text)
        if instant.tzinfo is None:
            raise ValueError
        return instant
    return text.replace("\x00", "")


def _sorting(text: str) -> Sorting:
    name = text.removeprefix("-")
    return Sorting(Order(name), text.startswith("-")) if name in Order._value2member_map_ else Sorting()
