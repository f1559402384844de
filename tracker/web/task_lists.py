"""What the address of a list of tasks asks for: which tasks, which columns, in what order, how many on a page."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass

from flask import request
from werkzeug.datastructures import MultiDict

from tracker.rules.permissions import Permission, scope
from tracker.rules.selecting import Order, Selection
from tracker.rules.spans import counts_working_days
from tracker.store import calendar, papers, people, preferences, tags, units
from tracker.store.lists import Key, Place, Sorting
from tracker.transaction import Work
from tracker.web import task_columns
from tracker.web.conditions import Chip, Names, chips
from tracker.web.selections import NO_CALENDAR, parameters, selection_from

PAGE, PAGE_OF_A_FIGURE = 50, 200
"""Rows on a page; a list opened from a number shows more, so that people can count it."""

PAGES = (20, 50, 100, 200)
COLUMNS_KEPT, ROWS_KEPT = "cot", "so-dong"
"""Names of what is remembered for each person, the same as in an address."""

DATES = frozenset({Order.DUE, Order.DONE, Order.ASSIGNED})
NUMBERS = frozenset({Order.TIMING, Order.STATE, Order.PROGRESS, Order.EXTENSIONS, Order.NUMBER})


@dataclass(frozen=True, slots=True)
class View:
    """A list as asked for; `columns` is empty when nobody chose any."""

    selection: Selection
    columns: tuple[str, ...]
    sorting: Sorting
    limit: int
    given: dict[str, str | list[str]]


def asked(work: Work, args: MultiDict[str, str] | None = None) -> View:
    """Return the list of an address, within what this person may see; what is not said is as they like it."""
    args = request.args if args is None else args
    spans = (args.get("han", ""), args.get("giao", ""))
    known = calendar.working_calendar(work.session) if any(map(counts_working_days, spans)) else NO_CALENDAR
    reach = scope(work.actor, Permission.TASK_READ)
    selection = selection_from(args, scope=reach, today=work.today, actor=work.actor, known=known)
    liked = preferences.of(work.session, work.actor.user_id)
    columns = task_columns.chosen((args.get("cot") or liked.get(COLUMNS_KEPT, "")).split(","))
    sorting = _sorting(args.get("sap-xep", ""))
    rows = args.get("so-dong") or liked.get(ROWS_KEPT, "")
    usual = PAGE_OF_A_FIGURE if args.getlist("ket-qua") else PAGE
    given = parameters(selection, today=work.today)
    given |= {name: args[name] for name in ("cot", "sap-xep", "so-dong") if args.get(name)}
    return View(selection, columns, sorting, int(rows) if rows in map(str, PAGES) else usual, given)


def names(work: Work, given: Mapping[str, object]) -> Names:
    """Return what the keys in an address stand for; areas and people are asked for only when they are named."""
    areas = {each.id: each.name for each in papers.areas(work.session)} if "linh-vuc" in given else {}
    who = {each.id: each.name for each in people.listed(work.session)} if "nguoi" in given else {}
    worn = {each.id: each.name for each in tags.listed(work.session)} if "nhan" in given else {}
    paper = given.get("van-ban")
    named = papers.references(work.session, [int(str(paper))]) if paper else {}
    return Names(units.names(work.session), areas, who, worn, named)


def filters_in_words(work: Work, selection: Selection) -> list[Chip]:
    """Return the filters of any selection in words, for the heading of a page or a file."""
    return chips(selection, names(work, parameters(selection, today=work.today)), today=work.today)


def said(work: Work, view: View, known: Names) -> list[Chip]:
    """Return the conditions of a list in words."""
    return chips(view.selection, known, today=work.today)


def mark(place: Place) -> str:
    """Return a place as an address holds it."""
    key = place.key.isoformat() if isinstance(place.key, dt.date) else place.key
    return f"{key}.{place.assignment_id}"


def place(text: str | None, sorting: Sorting) -> Place | None:
    """Read a place from an address; what cannot be read is the beginning."""
    key, _, number = (text or "").rpartition(".")
    if not (number.isdecimal() and len(number) < 10):
        return None
    try:
        return Place(_key(key, sorting.order), int(number))
    except ValueError:
        return None


def _key(text: str, order: Order) -> Key:
    if order in DATES:
        return dt.date.fromisoformat(text)
    if order in NUMBERS:
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
