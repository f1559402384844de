"""Reading filters from an address: one that cannot be read is refused by its name, never left out in silence.

Ready lists: the questions leaders ask, each one address that stays true day after day.

A selection of tasks as an address, and back: every number on a page is a link to exactly its list.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Iterator, Mapping
from functools import lru_cache
from typing import TypeVar
from urllib.parse import urlencode

from flask import g, url_for
from werkzeug.datastructures import MultiDict

from tracker.core.clock import local_instant
from tracker.core.refusals import Reason, Refusal
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.calendar import WorkCalendar, is_span_name, resolve_span
from tracker.law.lifecycle import AssignmentState
from tracker.law.periods import Period, parse_period as period_named
from tracker.law.permissions import Actor, Origin, Permission, Role, Scope, get_permission_scope
from tracker.law.timing import DONE_ON_TIME, DONE_TIMINGS, OPEN_TIMINGS, Age, Timing
from tracker.tasks.labels import FILTER_WORDS
from tracker.tasks.selection import READY_WORDS, Adjustment, Basis, Count, OwnWork, Selection
from tracker.web.forms import parse_day

Args = MultiDict[str, str]
Choice = TypeVar("Choice", bound=enum.StrEnum)
EnumValue = TypeVar("EnumValue")

NONE = "khong"
"""The value of a filter that keeps what has none of it."""

TIMING_GROUPS: dict[str, frozenset[Timing]] = {
    "tat-ca": frozenset(timing for timing in Timing if timing is not Timing.EXCLUDED),
    "hoan-thanh": frozenset(DONE_TIMINGS),
    "truoc-va-dung-han": frozenset(DONE_ON_TIME),
    "dang-lam": frozenset(OPEN_TIMINGS),
}
"""Groups of timings that have a name of their own in an address."""

_GREATEST_KEY = 2**31 - 1


def unreadable_filter_refusal(name: str, value: str) -> Refusal:
    """Return the refusal of a filter whose value means nothing."""
    return Refusal(Reason.FILTER_UNREADABLE, field=name, name=FILTER_WORDS.get(name, name), value=value[:80])


def read_day(args: Args, name: str) -> dt.date | None:
    """Read a civil day; None where none is given."""
    value = args.get(name)
    found = parse_day(value)
    if value and found is None:
        raise unreadable_filter_refusal(name, value)
    return found


def read_row_key(args: Args, name: str) -> int | None:
    """Read the number of a row; None where none is given, or the filter asks for what has none."""
    return next((found for _, found in _keys(args.getlist(name)[:1], name)), None)


def read_row_keys(args: Args, name: str) -> frozenset[int]:
    """Read the numbers of some rows."""
    return frozenset(found for _, found in _keys(args.getlist(name), name))


def parse_row_key(value: str | None) -> int | None:
    """Read the number of a row from one value; None when it is not one."""
    if not value or not value.isdecimal() or len(value) >= 11:
        return None
    return int(value) if int(value) <= _GREATEST_KEY else None


def read_enum_members(kind: type[Choice], args: Args, name: str) -> frozenset[Choice]:
    """Read values of an enumeration; «khong» is read by the caller."""
    given = [each for each in args.getlist(name) if each and each != NONE]
    for value in given:
        if value not in kind._value2member_map_:
            raise unreadable_filter_refusal(name, value)
    return frozenset(kind(value) for value in given)


def read_timings(args: Args, name: str) -> frozenset[Timing]:
    """Read timings and groups of timings."""
    chosen: set[Timing] = set()
    single = MultiDict([(name, each) for each in args.getlist(name) if each and each not in TIMING_GROUPS])
    for value in args.getlist(name):
        chosen |= TIMING_GROUPS.get(value, frozenset())
    return frozenset(chosen) | read_enum_members(Timing, single, name)


def read_flag(args: Args, name: str, value: str) -> bool:
    """Tell whether a switch is set; `value` is the one that sets it."""
    given = args.get(name)
    if given and given != value:
        raise unreadable_filter_refusal(name, given)
    return bool(given)


def read_choice(args: Args, name: str, choices: Mapping[str, EnumValue]) -> EnumValue | None:
    """Read one of some named values; None where none is given."""
    given = args.get(name)
    if given and given not in choices:
        raise unreadable_filter_refusal(name, given)
    return choices[given] if given else None


def read_instant(args: Args, name: str) -> dt.datetime | None:
    """Read an instant with its zone; None where none is given."""
    given = args.get(name)
    if not given:
        return None
    try:
        found = dt.datetime.fromisoformat(given)
    except ValueError as wrong:
        raise unreadable_filter_refusal(name, given) from wrong
    if found.tzinfo is None:
        raise unreadable_filter_refusal(name, given)
    return found


def _keys(values: list[str], name: str) -> Iterator[tuple[str, int]]:
    for value in values:
        found = parse_row_key(value)
        if found is not None:
            yield value, found
        elif value and value != NONE:
            raise unreadable_filter_refusal(name, value)


COUNTS = {"luot-giao": Count.ASSIGNMENTS, "chi-dao": Count.DIRECTIVES}
FIRST_DEADLINE = "ban-dau"
WAITING_VALUE, YES_VALUE = "cho", "co"
COORDINATING, SUBTREE = "phoi-hop", "cap-duoi"
"""Values of the parameter `vai`: the part that the chosen unit has; without it, it leads."""

NO_CALENDAR = WorkCalendar.of({}, ())
SELECTION_UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})


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
    unit_id, part = (
        read_row_key(args, "don-vi"),
        read_choice(args, "vai", {COORDINATING: COORDINATING, SUBTREE: SUBTREE}),
    )
    due, given = _span(args, "han"), _span(args, "giao")
    due_from, due_to = resolve_span(due, today, known) if is_span_name(due) else (None, None)
    given_from, given_to = resolve_span(given, today, known) if is_span_name(given) else (None, None)
    idle = min(read_row_key(args, "im-tu") or 0, 3650)
    period, as_of, person = get_address_period(args), read_day(args, "tinh-den"), args.get("nguoi")
    return Selection(
        as_of=period.cut_off(today, asked=as_of) if period else as_of or today,
        scope=scope,
        known_at=read_instant(args, "biet-den"),
        since=period.first_on if period else read_day(args, "tu-ngay"),
        count=read_choice(args, "dem", COUNTS) or Count.BY_ORIGIN,
        basis=Basis.ORIGINAL if read_flag(args, "han-tinh", FIRST_DEADLINE) else Basis.IN_FORCE,
        origins=read_enum_members(Origin, args, "nguon"),
        timings=read_timings(args, "ket-qua"),
        ages=read_enum_members(Age, args, "tuoi"),
        not_late=NONE in args.getlist("tuoi"),
        states=read_enum_members(AssignmentState, args, "trang-thai"),
        unit_id=None if part == COORDINATING else unit_id,
        former_unit_ids=read_row_keys(args, "don-vi-cu"),
        with_subunits=part == SUBTREE and unit_id is not None,
        coordinating_unit_id=read_row_key(args, "phoi-hop") or (unit_id if part == COORDINATING else None),
        area_id=read_row_key(args, "linh-vuc"),
        same_area_ids=read_row_keys(args, "linh-vuc-cung"),
        without_area=args.get("linh-vuc") == NONE,
        leader=_named(args.get("lanh-dao")),
        field_name=_named(args.get("nganh")),
        month=read_row_key(args, "thang"),
        directive_id=read_row_key(args, "chi-dao"),
        plan_id=read_row_key(args, "ke-hoach"),
        plan_from=read_row_key(args, "ke-hoach-tu"),
        plan_to=read_row_key(args, "ke-hoach-den"),
        document_id=read_row_key(args, "van-ban"),
        task_id=read_row_key(args, "viec"),
        due_from=due_from or read_day(args, "han-tu"),
        due_to=due_to or read_day(args, "han-den"),
        due_span=due if due_from else "",
        without_deadline=due == NONE,
        given_from=given_from or read_day(args, "giao-tu"),
        given_to=given_to or read_day(args, "giao-den"),
        given_span=given if given_from else "",
        done_from=read_day(args, "xong-tu"),
        done_to=read_day(args, "xong-den"),
        not_done=read_flag(args, "xong", NONE),
        person_id=read_row_key(args, "nguoi"),
        without_person=person == NONE,
        mine=_mine(actor) if read_flag(args, "cua-toi", YES_VALUE) else None,
        extended_at_least=min(read_row_key(args, "gia-han-tu") or 0, 99),
        deadline_moved=read_flag(args, "doi-han", YES_VALUE),
        adjustment=next(iter(read_enum_members(Adjustment, args, "dieu-chinh")), None),
        idle_since=local_instant(today - dt.timedelta(days=idle - 1), 0) if idle else None,
        idle_days=idle,
        has_difficulties=read_flag(args, "kho-khan", YES_VALUE),
        tag_id=read_row_key(args, "nhan"),
        asks_extension=read_flag(args, "gia-han", WAITING_VALUE),
        words=(args.get("tim") or "").strip()[:200],
    )


def selection_parameters(selection: Selection, *, today: dt.date) -> dict[str, str | list[str]]:
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
        "doi-han": YES_VALUE if selection.deadline_moved else None,
        "dieu-chinh": selection.adjustment,
        "cua-toi": YES_VALUE if selection.mine else None,
        "gia-han-tu": _text(selection.extended_at_least or None),
        "im-tu": _text(selection.idle_days or None),
        "kho-khan": YES_VALUE if selection.has_difficulties else None,
        "gia-han": WAITING_VALUE if selection.asks_extension else None,
        "nhan": _text(selection.tag_id),
        "tim": selection.words,
    }
    return {name: value for name, value in given.items() if value}


def _span(args: MultiDict[str, str], name: str) -> str:
    """Read the name of a span of days; «khong» asks for what has no such day."""
    given = args.get(name, "")
    if given and given != NONE and not is_span_name(given):
        raise unreadable_filter_refusal(name, given)
    return given


def get_address_period(args: MultiDict[str, str]) -> Period | None:
    """Return the reporting period that an address names: of this name, or of a year and a part of it.

    Raises `Refusal` PERIOD_UNKNOWN.
    """
    name = args.get("ky", "")
    if args.get("nam"):
        name = "-".join(filter(None, (args["nam"], args.get("phan", ""))))
    return period_named(name) if name else None


def _mine(actor: Actor | None) -> OwnWork | None:
    if actor is None or actor.user_id is None:
        return None
    units = {post.unit_id for post in actor.posts if post.role in SELECTION_UNIT_ROLES and post.unit_id is not None}
    return OwnWork(actor.user_id, frozenset(units))


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


Conditions = dict[str, str | list[str]]
OPEN_TIMING_VALUE, OVERDUE, SHARES = "dang-lam", "open_overdue", "luot-giao"


def build_ready_lists(work: UnitOfWork) -> list[tuple[str, str]]:
    """Return the ready lists of the actor, each as its name and its address."""
    home = url_for("tasks.index")
    offered = {**_own(work), **_for_all()}
    return [
        (words, f"{home}?{urlencode(offered[name], doseq=True)}")
        for name, words in READY_WORDS.items()
        if name in offered
    ]


def _own(work: UnitOfWork) -> dict[str, Conditions]:
    found: dict[str, Conditions] = {}
    unit_ids = sorted({post.unit_id for post in work.actor.posts if post.role in SELECTION_UNIT_ROLES and post.unit_id})
    if unit_ids:
        found["viec-cua-toi"] = {"cua-toi": "co", "ket-qua": OPEN_TIMING_VALUE, "dem": SHARES}
        found["phoi-hop"] = {"phoi-hop": str(unit_ids[0]), "ket-qua": OPEN_TIMING_VALUE, "dem": SHARES}
    if get_permission_scope(work.actor, Permission.EXTENSION_DECIDE):
        found["cho-toi-quyet-dinh"] = {"gia-han": "cho", "dem": SHARES}
    confirms = get_permission_scope(work.actor, Permission.TASK_CONFIRM)
    if confirms:
        origins = (
            [] if confirms.everywhere or not confirms.origins else [origin.value for origin in sorted(confirms.origins)]
        )
        found["cho-xac-nhan"] = {"trang-thai": "submitted", "nguon": origins, "dem": SHARES}
    return found


def _for_all() -> dict[str, Conditions]:
    return {
        "qua-han": {"ket-qua": OVERDUE, "sap-xep": "don-vi", "dem": SHARES},
        "tuan-nay": {"han": "tuan-nay", "ket-qua": OPEN_TIMING_VALUE, "dem": SHARES},
        "sap-den-han": {"han": "5-ngay-lam-viec-toi", "ket-qua": "open_in_time", "dem": SHARES},
        "chua-tiep-nhan": {"giao": "2-ngay-lam-viec-truoc", "trang-thai": "assigned", "dem": SHARES},
        "khong-han": {"ket-qua": "open_no_deadline", "dem": SHARES},
        "gia-han-nhieu": {"gia-han-tu": "3", "dem": SHARES},
        "kho-khan": {"kho-khan": "co", "ket-qua": OPEN_TIMING_VALUE, "dem": SHARES},
    }
