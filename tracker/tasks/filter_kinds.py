"""What a filter of lists is made of: how its address is read and written, its words, its field in the form.

A value that cannot be read is refused by the name of its filter, never left out in silence.
"""

from __future__ import annotations

import datetime as dt
import enum
from collections.abc import Callable, Iterable, Mapping
from dataclasses import MISSING, dataclass, fields
from typing import Any, TypeVar

from sqlalchemy import ColumnElement
from werkzeug.datastructures import MultiDict

from tracker.core.i18n import make_message
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.calendar import WorkCalendar, is_span_name, resolve_span
from tracker.law.periods import Period, parse_period
from tracker.law.permissions import Actor, Role
from tracker.office import papers as office_papers, people as office_people, units
from tracker.tasks import sources, tags
from tracker.tasks.selection import OwnWork, Selection
from tracker.web.forms import parse_day

Choice = TypeVar("Choice", bound=enum.StrEnum)
Value = TypeVar("Value")
Names = Mapping[int, str]
Options = Iterable[tuple[str, str]]

NONE = "khong"
"""The value of a filter that keeps what has none of it."""

NO_CALENDAR = WorkCalendar.of({}, ())
SELECTION_UNIT_ROLES = frozenset({Role.UNIT_HEAD, Role.OFFICER, Role.WARD_OFFICIAL})
_GREATEST_KEY = 2**31 - 1


class UnreadableValueError(ValueError):
    """A filter has a value that means nothing."""

    def __init__(self, name: str, value: str) -> None:
        super().__init__(name, value)
        self.name, self.value = name, value


def parse_row_key(value: str | None) -> int | None:
    """Read the number of a row from one value; None when it is not one."""
    if not value or not value.isdecimal() or len(value) >= 11:
        return None
    return int(value) if int(value) <= _GREATEST_KEY else None


@dataclass(frozen=True, slots=True)
class AddressReader:
    """The parameters of an address, read by kind. Every method raises `UnreadableValueError`.

    `today` is the day on which the address is opened, `actor` who «my work» belongs to, `calendar` that in which
    working days are counted.
    """

    args: MultiDict[str, str]
    today: dt.date
    actor: Actor | None = None
    calendar: WorkCalendar = NO_CALENDAR

    def read_text(self, name: str) -> str:
        """Read words to search for."""
        return (self.args.get(name) or "").strip()[:200]

    def read_name(self, name: str) -> str | None:
        """Read a name: absent is any, «khong» is the empty name of papers that give none."""
        value = self.args.get(name)
        return "" if value == NONE else value or None

    def read_day(self, name: str) -> dt.date | None:
        """Read a civil day; None where none is given."""
        value = self.args.get(name)
        found = parse_day(value)
        if value and found is None:
            raise UnreadableValueError(name, value)
        return found

    def read_instant(self, name: str) -> dt.datetime | None:
        """Read an instant with its zone; None where none is given."""
        given = self.args.get(name)
        if not given:
            return None
        try:
            found = dt.datetime.fromisoformat(given)
        except ValueError as wrong:
            raise UnreadableValueError(name, given) from wrong
        if found.tzinfo is None:
            raise UnreadableValueError(name, given)
        return found

    def read_key(self, name: str) -> int | None:
        """Read the number of a row; None where none is given, or the filter asks for what has none."""
        return next(iter(self._keys(name, self.args.getlist(name)[:1])), None)

    def read_keys(self, name: str) -> frozenset[int]:
        """Read the numbers of some rows."""
        return frozenset(self._keys(name, self.args.getlist(name)))

    def read_choices(self, name: str, choices: Mapping[str, Value]) -> list[Value]:
        """Read some of many named values; «khong» is none of them."""
        given = [each for each in self.args.getlist(name) if each and each != NONE]
        for value in given:
            if value not in choices:
                raise UnreadableValueError(name, value)
        return [choices[each] for each in given]

    def read_members(self, name: str, kind: type[Choice]) -> frozenset[Choice]:
        """Read values of an enumeration."""
        return frozenset(self.read_choices(name, {each.value: each for each in kind}))

    def read_flag(self, name: str, value: str) -> bool:
        """Tell whether a switch is set; `value` is the one that sets it."""
        return self.read_choice(name, {value: True}) is True

    def read_choice(self, name: str, choices: Mapping[str, Value]) -> Value | None:
        """Read one of some named values; None where none is given."""
        given = self.args.get(name)
        if given and given not in choices:
            raise UnreadableValueError(name, given)
        return choices[given] if given else None

    def read_span_name(self, name: str) -> str:
        """Read the name of a span of days; empty for «khong», which asks for what has no such day."""
        given = self.args.get(name, "")
        if given and given != NONE and not is_span_name(given):
            raise UnreadableValueError(name, given)
        return "" if given == NONE else given

    def read_bound(self, span: str, name: str, *, is_last: bool) -> dt.date | None:
        """Read the first or the last day: of the span that parameter `span` names, else that of parameter `name`."""
        named = self.read_span_name(span)
        return resolve_span(named, self.today, self.calendar)[is_last] if named else self.read_day(name)

    def read_period(self) -> Period | None:
        """Return the reporting period: of this name, or of a year and a part of it. Raises `Refusal` PERIOD_UNKNOWN."""
        name = self.args.get("ky", "")
        if self.args.get("nam"):
            name = "-".join(filter(None, (self.args["nam"], self.args.get("phan", ""))))
        return parse_period(name) if name else None

    def read_cut_off(self, name: str) -> dt.date:
        """Read the day at whose close work is looked at. Raises `Refusal` DATE_OUTSIDE_PERIOD, DATE_IN_FUTURE."""
        period, day = self.read_period(), self.read_day(name)
        return period.cut_off(self.today, asked=day) if period else day or self.today

    def read_since(self, name: str) -> dt.date | None:
        """Read the first day of the period."""
        period = self.read_period()
        return period.first_on if period else self.read_day(name)

    def get_own_work(self) -> OwnWork | None:
        """Return whose work is «mine»; None where nobody asks."""
        if self.actor is None or self.actor.user_id is None:
            return None
        posts = [post for post in self.actor.posts if post.role in SELECTION_UNIT_ROLES]
        return OwnWork(self.actor.user_id, frozenset(post.unit_id for post in posts if post.unit_id is not None))

    def _keys(self, name: str, values: list[str]) -> list[int]:
        found = {value: parse_row_key(value) for value in values if value and value != NONE}
        for value, key in found.items():
            if key is None:
                raise UnreadableValueError(name, value)
        return [key for key in found.values() if key is not None]


class FilterTable(enum.Enum):
    """What a condition asks: the dated interval, its task, its assignment, or the row that is counted."""

    INTERVAL = enum.auto()
    TASK = enum.auto()
    ASSIGNMENT = enum.auto()
    COUNTED = enum.auto()


@dataclass(frozen=True, slots=True)
class FormField:
    """A field of the filter form: a choice where it has `options`, a day, or words; `any_words` choose nothing."""

    label: str
    options: Callable[[UnitOfWork], Options] | None = None
    is_day: bool = False
    any_words: str = make_message("Tất cả")


_DEFAULTS: Mapping[str, object] = {
    each.name: each.default_factory() if each.default_factory is not MISSING else each.default
    for each in fields(Selection)
}


@dataclass(frozen=True, slots=True)
class Filter:
    """One filter: parameter `name` of an address says what `field` of a selection asks for.

    `read`: the value of the field from the address, the number of a row where nothing else is said; with `on` the
    field is true for this one value. `none_field` is true for the value «khong», which `none` says. `also` reads
    a further field. `where`: the condition in SQL, asked once one of the fields is set; of `COUNTED` it takes the rows
    too. `value`: what the address holds, by default the field, and nothing while field `unless` is set. `words`: a
    value as a chip says it; `names`: what numbers of rows are called.
    """

    name: str
    label: str
    field: str
    where: Callable[..., ColumnElement[bool] | None] | None = None
    table: FilterTable = FilterTable.INTERVAL
    read: Callable[[AddressReader, str], Any] = AddressReader.read_key
    on: str = ""
    none_field: str = ""
    none: str = ""
    also: tuple[str, Callable[[AddressReader, str], Any]] | None = None
    value: Callable[[Selection], object] | None = None
    unless: str = ""
    words: Callable[[str], str] | Mapping[str, str] = str
    names: Callable[[UnitOfWork, Iterable[str]], Names] | None = None
    form: FormField | None = None

    def read_fields(self, asked: AddressReader) -> dict[str, Any]:
        """Return the fields of a selection that an address sets; raises `UnreadableValueError`."""
        is_flag = self.on and self.read is AddressReader.read_key
        found = {self.field: asked.read_flag(self.name, self.on) if is_flag else self.read(asked, self.name)}
        if self.also is not None:
            found[self.also[0]] = self.also[1](asked, self.name)
        return found | ({self.none_field: asked.args.get(self.name) == NONE} if self.none_field else {})

    def is_set(self, selection: Selection) -> bool:
        """Tell whether a selection asks for anything by this filter."""
        return getattr(selection, self.field) != _DEFAULTS[self.field] or bool(
            self.none_field and getattr(selection, self.none_field)
        )

    def write(self, selection: Selection) -> str | list[str] | None:
        """Return the value in the address of a selection; None where the filter is not in force."""
        if self.none_field and getattr(selection, self.none_field):
            return NONE
        if self.unless and getattr(selection, self.unless):
            return None
        value = self.value(selection) if self.value else getattr(selection, self.field)
        if value is None or value is False:
            return None
        if value == "":
            return NONE if _DEFAULTS[self.field] is None else None
        if isinstance(value, (frozenset, list)):
            return [str(each) for each in sorted(value)]
        if isinstance(value, dt.date):
            return value.isoformat()
        return self.on if value is True else str(value)

    def describe(self, value: str, names: Names) -> str:
        """Return a value in words."""
        if value == NONE and self.none:
            return self.none
        if self.names is not None and int(value) in names:
            return names[int(value)]
        return self.words(value) if callable(self.words) else self.words[value]


def unit_names(work: UnitOfWork, _: Iterable[str] = ()) -> Names:
    """Return units by number, in the order of the office."""
    return units.get_unit_names(work.session)


def area_names(work: UnitOfWork, _: Iterable[str] = ()) -> Names:
    """Return reform areas by number."""
    return {each.id: each.name for each in sources.list_areas(work.session)}


def tag_names(work: UnitOfWork, _: Iterable[str] = ()) -> Names:
    """Return tags by number."""
    return {each.id: each.name for each in tags.list_tags(work.session)}


def person_names(work: UnitOfWork, _: Iterable[str] = ()) -> Names:
    """Return people by number, also those who hold no post any more."""
    return {each.id: each.name for each in office_people.list_people(work.session)}


def paper_names(work: UnitOfWork, values: Iterable[str]) -> Names:
    """Return some papers by number."""
    return office_papers.get_document_references(work.session, [int(each) for each in values])


def list_post_holders(work: UnitOfWork) -> Options:
    """Offer who holds a post in a unit today."""
    found = office_people.list_post_holders(work.session, work.today)
    return {str(person.id): person.name for person, _, unit in found if unit}.items()


def offer_names(names: Callable[[UnitOfWork], Names]) -> Callable[[UnitOfWork], Options]:
    """Offer rows by their number."""
    return lambda work: [(str(key), name) for key, name in names(work).items()]


def offer_words(options: Mapping[str, str]) -> Callable[[UnitOfWork], Options]:
    """Offer fixed values."""
    return lambda work: options.items()
