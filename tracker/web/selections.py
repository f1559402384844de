"""A selection of tasks as an address, and back: every number on a page is a link to exactly its list."""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterable
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlencode

from flask import g, url_for
from werkzeug.datastructures import MultiDict

from tracker.clock import at
from tracker.rules.ageing import Age
from tracker.rules.calendar import WorkCalendar
from tracker.rules.lifecycle import AssignmentState
from tracker.rules.periods import Period
from tracker.rules.periods import period as period_named
from tracker.rules.permissions import Actor, Origin, Role, Scope
from tracker.rules.refusals import Refusal
from tracker.rules.selecting import Adjustment, Basis, Count, Mine, Selection
from tracker.rules.spans import is_span, resolve
from tracker.rules.timeliness import DONE, DONE_ON_TIME, OPEN, Timing
from tracker.web.forms.base import day_of

Choice = TypeVar("Choice", bound=enum.StrEnum)

TIMING_GROUPS: dict[str, frozenset[Timing]] = {
    "tat-ca": frozenset(timing for timing in Timing if timing is not Timing.EXCLUDED),
    "hoan-thanh": frozenset(DONE),
    "truoc-va-dung-han": frozenset(DONE_ON_TIME),
    "dang-lam": frozenset(OPEN),
}
"""Groups of buckets that have a name of their own in an address."""

COUNTS = {"luot-giao": Count.ASSIGNMENTS, "chi-dao": Count.DIRECTIVES}
FIRST_DEADLINE = "ban-dau"
WAITING, NONE, YES = "cho", "khong", "co"
COORDINATING, SUBTREE = "phoi-hop", "cap-duoi"
"""Values of the parameter `vai`: the part that the chosen unit has; without it, it leads."""

NO_CALENDAR = WorkCalendar.of({}, ())
UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})
_GREATEST_KEY = 2**31 - 1


def selection_from(
    args: MultiDict[str, str],
    *,
    scope: Scope,
    today: dt.date,
    actor: Actor | None = None,
    known: WorkCalendar = NO_CALENDAR,
) -> Selection:
    """Read a selection from the address; what cannot be read is left out, an empty one is everything as of today.

    `actor` is who «my work» belongs to, `known` the calendar in which working days are counted.
    """
    unit_id, part = key_of(args.get("don-vi")), args.get("vai")
    due, given = args.get("han", ""), args.get("giao", "")
    due_from, due_to = resolve(due, today, known) if is_span(due) else (None, None)
    given_from, given_to = resolve(given, today, known) if is_span(given) else (None, None)
    idle = min(key_of(args.get("im-tu")) or 0, 3650)
    period, as_of, person = period_of(args), day_of(args.get("tinh-den")), args.get("nguoi")
    return Selection(
        as_of=period.cut_off(today, asked=as_of) if period else as_of or today,
        scope=scope,
        known_at=_instant(args.get("biet-den")),
        since=period.first_on if period else day_of(args.get("tu-ngay")),
        count=COUNTS.get(args.get("dem", ""), Count.BY_ORIGIN),
        basis=Basis.ORIGINAL if args.get("han-tinh") == FIRST_DEADLINE else Basis.IN_FORCE,
        origins=_chosen(Origin, args.getlist("nguon")),
        timings=_timings(args.getlist("ket-qua")),
        ages=_chosen(Age, args.getlist("tuoi")),
        not_late=NONE in args.getlist("tuoi"),
        states=_chosen(AssignmentState, args.getlist("trang-thai")),
        unit_id=None if part == COORDINATING else unit_id,
        former_unit_ids=_keys(args.getlist("don-vi-cu")),
        with_subunits=part == SUBTREE and unit_id is not None,
        coordinating_unit_id=key_of(args.get("phoi-hop")) or (unit_id if part == COORDINATING else None),
        area_id=key_of(args.get("linh-vuc")),
        same_area_ids=_keys(args.getlist("linh-vuc-cung")),
        without_area=args.get("linh-vuc") == NONE,
        leader=_named(args.get("lanh-dao")),
        field_name=_named(args.get("nganh")),
        month=key_of(args.get("thang")),
        directive_id=key_of(args.get("chi-dao")),
        plan_id=key_of(args.get("ke-hoach")),
        plan_from=key_of(args.get("ke-hoach-tu")),
        plan_to=key_of(args.get("ke-hoach-den")),
        document_id=key_of(args.get("van-ban")),
        task_id=key_of(args.get("viec")),
        due_from=due_from or day_of(args.get("han-tu")),
        due_to=due_to or day_of(args.get("han-den")),
        due_span=due if due_from else "",
        without_deadline=due == NONE,
        given_from=given_from or day_of(args.get("giao-tu")),
        given_to=given_to or day_of(args.get("giao-den")),
        given_span=given if given_from else "",
        done_from=day_of(args.get("xong-tu")),
        done_to=day_of(args.get("xong-den")),
        not_done=args.get("xong") == NONE,
        person_id=key_of(person),
        without_person=person == NONE,
        mine=_mine(actor) if args.get("cua-toi") == YES else None,
        extended_at_least=min(key_of(args.get("gia-han-tu")) or 0, 99),
        deadline_moved=args.get("doi-han") == YES,
        adjustment=next(iter(_chosen(Adjustment, args.getlist("dieu-chinh")[:1])), None),
        idle_since=at(today - dt.timedelta(days=idle - 1), 0) if idle else None,
        idle_days=idle,
        has_difficulties=args.get("kho-khan") == YES,
        tag_id=key_of(args.get("nhan")),
        asks_extension=args.get("gia-han") == WAITING,
        words=(args.get("tim") or "").strip()[:200],
    )


def parameters(selection: Selection, *, today: dt.date) -> dict[str, str | list[str]]:
    """Return the parameters of the address that reads back as this selection."""
    given: dict[str, str | list[str] | None] = {
        "tinh-den": None if selection.as_of == today else selection.as_of.isoformat(),
        "biet-den": selection.known_at.isoformat() if selection.known_at else None,
        "tu-ngay": _iso(selection.since),
        "dem": next((name for name, count in COUNTS.items() if count is selection.count), None),
        "han-tinh": FIRST_DEADLINE if selection.basis is Basis.ORIGINAL else None,
        "nguon": sorted(selection.origins),
        "ket-qua": _timing_names(selection.timings),
        "tuoi": [NONE] if selection.not_late else sorted(selection.ages),
        "trang-thai": sorted(selection.states),
        "don-vi": _text(selection.unit_id),
        "vai": SUBTREE if selection.with_subunits else None,
        "don-vi-cu": [str(key) for key in sorted(selection.former_unit_ids)],
        "phoi-hop": _text(selection.coordinating_unit_id),
        "linh-vuc": NONE if selection.without_area else _text(selection.area_id),
        "linh-vuc-cung": [str(key) for key in sorted(selection.same_area_ids)],
        "lanh-dao": NONE if selection.leader == "" else selection.leader,
        "nganh": NONE if selection.field_name == "" else selection.field_name,
        "thang": _text(selection.month),
        "chi-dao": _text(selection.directive_id),
        "ke-hoach": _text(selection.plan_id),
        "ke-hoach-tu": _text(selection.plan_from),
        "ke-hoach-den": _text(selection.plan_to),
        "van-ban": _text(selection.document_id),
        "viec": _text(selection.task_id),
        "han": NONE if selection.without_deadline else selection.due_span,
        "han-tu": None if selection.due_span else _iso(selection.due_from),
        "han-den": None if selection.due_span else _iso(selection.due_to),
        "giao": selection.given_span,
        "giao-tu": None if selection.given_span else _iso(selection.given_from),
        "giao-den": None if selection.given_span else _iso(selection.given_to),
        "xong": NONE if selection.not_done else None,
        "xong-tu": _iso(selection.done_from),
        "xong-den": _iso(selection.done_to),
        "nguoi": NONE if selection.without_person else _text(selection.person_id),
        "doi-han": YES if selection.deadline_moved else None,
        "dieu-chinh": selection.adjustment,
        "cua-toi": YES if selection.mine else None,
        "gia-han-tu": _text(selection.extended_at_least or None),
        "im-tu": _text(selection.idle_days or None),
        "kho-khan": YES if selection.has_difficulties else None,
        "gia-han": WAITING if selection.asks_extension else None,
        "nhan": _text(selection.tag_id),
        "tim": selection.words,
    }
    return {name: value for name, value in given.items() if value}


def period_of(args: MultiDict[str, str]) -> Period | None:
    """Return the reporting period that an address names: of this name, or of a year and a part of it."""
    name = args.get("ky", "")
    if args.get("nam"):
        name = "-".join(filter(None, (args["nam"], args.get("phan", ""))))
    try:
        return period_named(name) if name else None
    except Refusal:
        return None


def _mine(actor: Actor | None) -> Mine | None:
    if actor is None or actor.user_id is None:
        return None
    units = {post.unit_id for post in actor.posts if post.role in UNIT_ROLES and post.unit_id is not None}
    return Mine(actor.user_id, frozenset(units))


def list_address(selection: Selection, *, today: dt.date) -> str:
    """Return the address of the list of a selection."""
    if "list_path" not in g:
        g.list_path = url_for("tasks.index")  # asked once: a page of figures holds hundreds of addresses
    given = _query(selection, today)
    return f"{g.list_path}?{given}" if given else str(g.list_path)


@lru_cache(maxsize=4096)
def _query(selection: Selection, today: dt.date) -> str:
    """Return what stands behind the question mark; pages of figures ask for the same lists day after day."""
    return urlencode(parameters(selection, today=today), doseq=True)


class Lists:
    """The addresses of the lists of one selection by their buckets: what they share is written once."""

    def __init__(self, selection: Selection, *, today: dt.date) -> None:
        whole = selection if not selection.timings else selection.narrowed(timings=frozenset())
        base = list_address(whole, today=today)
        self._stem = f"{base}{'&' if '?' in base else '?'}"

    def of(self, timings: frozenset[Timing]) -> str:
        """Return the address of the list of some buckets."""
        return self._stem + _encoded(timings)


def lists_of(selection: Selection, *, today: dt.date) -> Lists:
    """Return the lists of a selection; a line of figures stands in several tables of one page."""
    known: dict[Selection, Lists] = g.setdefault("lists", {})
    if selection not in known:
        known[selection] = Lists(selection, today=today)
    return known[selection]


@lru_cache(maxsize=64)
def _encoded(timings: frozenset[Timing]) -> str:
    return urlencode({"ket-qua": _timing_names(timings)}, doseq=True)


def _timings(names: Iterable[str]) -> frozenset[Timing]:
    chosen: set[Timing] = set()
    for name in names:
        chosen |= TIMING_GROUPS.get(name) or _chosen(Timing, [name])
    return frozenset(chosen)


def _timing_names(timings: frozenset[Timing]) -> list[str]:
    for name, group in TIMING_GROUPS.items():
        if group == timings:
            return [name]
    return sorted(timings)


def _chosen(kind: type[Choice], values: Iterable[str]) -> frozenset[Choice]:
    return frozenset(kind(value) for value in values if value in kind._value2member_map_)


def _named(value: str | None) -> str | None:
    """Read a name from an address: absent is any, `khong` is the empty name of papers that give none."""
    return "" if value == NONE else value or None


def key_of(value: str | None) -> int | None:
    """Read the number of a row from an address; None when it is not one."""
    return (
        int(value)
        if value and value.isdecimal() and len(value) < 11 and int(value) <= _GREATEST_KEY
        else None
    )


def _instant(value: str | None) -> dt.datetime | None:
    try:
        instant = dt.datetime.fromisoformat(value or "")
    except ValueError:
        return None
    return instant if instant.tzinfo is not None else None


def _keys(values: Iterable[str]) -> frozenset[int]:
    return frozenset(key for each in values if (key := key_of(each)))


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(key: int | None) -> str | None:
    return None if key is None else str(key)
