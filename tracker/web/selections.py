"""A selection of tasks as an address, and back: every number on a page is a link to exactly its list."""

from __future__ import annotations

import datetime as dt
from functools import lru_cache
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
from tracker.rules.selecting import Adjustment, Basis, Count, Mine, Selection
from tracker.rules.spans import is_span, resolve
from tracker.rules.timeliness import Timing
from tracker.web.address_readers import (
    NONE,
    TIMING_GROUPS,
    day,
    flag,
    instant,
    key,
    keys,
    members,
    one_of,
    timings,
    unreadable,
)

COUNTS = {"luot-giao": Count.ASSIGNMENTS, "chi-dao": Count.DIRECTIVES}
FIRST_DEADLINE = "ban-dau"
WAITING, YES = "cho", "co"
COORDINATING, SUBTREE = "phoi-hop", "cap-duoi"
"""Values of the parameter `vai`: the part that the chosen unit has; without it, it leads."""

NO_CALENDAR = WorkCalendar.of({}, ())
UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})


def selection_from(
    args: MultiDict[str, str],
    *,
    scope: Scope,
    today: dt.date,
    actor: Actor | None = None,
    known: WorkCalendar = NO_CALENDAR,
) -> Selection:
    """Read a selection from the address; an empty one is everything as of today.

    Raises `Refusal` FILTER_UNREADABLE for a value that means nothing, PERIOD_UNKNOWN, DATE_OUTSIDE_PERIOD,
    DATE_IN_FUTURE, PERIOD_REVERSED. `actor` is who «my work» belongs to, `known` the calendar in which working days
    are counted.
    """
    unit_id, part = key(args, "don-vi"), one_of(args, "vai", {COORDINATING: COORDINATING, SUBTREE: SUBTREE})
    due, given = _span(args, "han"), _span(args, "giao")
    due_from, due_to = resolve(due, today, known) if is_span(due) else (None, None)
    given_from, given_to = resolve(given, today, known) if is_span(given) else (None, None)
    idle = min(key(args, "im-tu") or 0, 3650)
    period, as_of, person = period_of(args), day(args, "tinh-den"), args.get("nguoi")
    return Selection(
        as_of=period.cut_off(today, asked=as_of) if period else as_of or today,
        scope=scope,
        known_at=instant(args, "biet-den"),
        since=period.first_on if period else day(args, "tu-ngay"),
        count=one_of(args, "dem", COUNTS) or Count.BY_ORIGIN,
        basis=Basis.ORIGINAL if flag(args, "han-tinh", FIRST_DEADLINE) else Basis.IN_FORCE,
        origins=members(Origin, args, "nguon"),
        timings=timings(args, "ket-qua"),
        ages=members(Age, args, "tuoi"),
        not_late=NONE in args.getlist("tuoi"),
        states=members(AssignmentState, args, "trang-thai"),
        unit_id=None if part == COORDINATING else unit_id,
        former_unit_ids=keys(args, "don-vi-cu"),
        with_subunits=part == SUBTREE and unit_id is not None,
        coordinating_unit_id=key(args, "phoi-hop") or (unit_id if part == COORDINATING else None),
        area_id=key(args, "linh-vuc"),
        same_area_ids=keys(args, "linh-vuc-cung"),
        without_area=args.get("linh-vuc") == NONE,
        leader=_named(args.get("lanh-dao")),
        field_name=_named(args.get("nganh")),
        month=key(args, "thang"),
        directive_id=key(args, "chi-dao"),
        plan_id=key(args, "ke-hoach"),
        plan_from=key(args, "ke-hoach-tu"),
        plan_to=key(args, "ke-hoach-den"),
        document_id=key(args, "van-ban"),
        task_id=key(args, "viec"),
        due_from=due_from or day(args, "han-tu"),
        due_to=due_to or day(args, "han-den"),
        due_span=due if due_from else "",
        without_deadline=due == NONE,
        given_from=given_from or day(args, "giao-tu"),
        given_to=given_to or day(args, "giao-den"),
        given_span=given if given_from else "",
        done_from=day(args, "xong-tu"),
        done_to=day(args, "xong-den"),
        not_done=flag(args, "xong", NONE),
        person_id=key(args, "nguoi"),
        without_person=person == NONE,
        mine=_mine(actor) if flag(args, "cua-toi", YES) else None,
        extended_at_least=min(key(args, "gia-han-tu") or 0, 99),
        deadline_moved=flag(args, "doi-han", YES),
        adjustment=next(iter(members(Adjustment, args, "dieu-chinh")), None),
        idle_since=at(today - dt.timedelta(days=idle - 1), 0) if idle else None,
        idle_days=idle,
        has_difficulties=flag(args, "kho-khan", YES),
        tag_id=key(args, "nhan"),
        asks_extension=flag(args, "gia-han", WAITING),
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


def _span(args: MultiDict[str, str], name: str) -> str:
    """Read the name of a span of days; «khong» asks for what has no such day."""
    given = args.get(name, "")
    if given and given != NONE and not is_span(given):
        raise unreadable(name, given)
    return given


def period_of(args: MultiDict[str, str]) -> Period | None:
    """Return the reporting period that an address names: of this name, or of a year and a part of it.

    Raises `Refusal` PERIOD_UNKNOWN.
    """
    name = args.get("ky", "")
    if args.get("nam"):
        name = "-".join(filter(None, (args["nam"], args.get("phan", ""))))
    return period_named(name) if name else None


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


def _timing_names(timings: frozenset[Timing]) -> list[str]:
    for name, group in TIMING_GROUPS.items():
        if group == timings:
            return [name]
    return sorted(timings)


def _named(value: str | None) -> str | None:
    """Read a name from an address: absent is any, `khong` is the empty name of papers that give none."""
    return "" if value == NONE else value or None


def _iso(day: dt.date | None) -> str | None:
    return None if day is None else day.isoformat()


def _text(key: int | None) -> str | None:
    return None if key is None else str(key)
