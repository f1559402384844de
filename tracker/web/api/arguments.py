"""What a program may ask with, said once: the same lines read an address or a body and write the OpenAPI document."""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from tracker.clock import VIETNAM
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy
from tracker.web.addresses import LARGEST_NUMBER
from tracker.wording.api import EXPECTED

FIRST_YEAR, LAST_YEAR = 1990, 2100


class Kind(enum.StrEnum):
    """What an argument is."""

    DAY = "day"
    INSTANT = "instant"
    NUMBER = "number"
    CHOICE = "choice"
    TEXT = "text"


@dataclass(frozen=True, slots=True)
class Argument:
    """One argument: its name, what it is, what it means (in English, for programmers), its bounds."""

    name: str
    kind: Kind
    meaning: str
    required: bool = False
    choices: tuple[str, ...] = ()
    least: int = 0
    most: int = LARGEST_NUMBER
    longest: int = 2000

    def read(self, given: object) -> Any:
        """Return what was given as what it is; refuse ARGUMENT_WRONG."""
        value = self._value(given)
        if value is None:
            raise self.refusal()
        return value

    def refusal(self) -> Refusal:
        """Return the refusal of anything that this argument cannot be."""
        expected = EXPECTED[self.kind.value].format(
            choices=", ".join(self.choices), least=self.least, most=self.most, longest=self.longest
        )
        return Refusal(Reason.ARGUMENT_WRONG, field=self.name, name=self.name, expected=expected)

    def _value(self, given: object) -> Any:
        if self.kind is Kind.NUMBER and isinstance(given, int) and not isinstance(given, bool):
            return given if self.least <= given <= self.most else None
        if not isinstance(given, str):
            return None
        match self.kind:
            case Kind.TEXT:
                text = tidy(given.replace("\x00", ""))
                return text if len(text) <= self.longest else None
            case Kind.NUMBER:
                is_number = re.fullmatch(r"[0-9]{1,10}", given) is not None
                return int(given) if is_number and self.least <= int(given) <= self.most else None
            case Kind.CHOICE:
                return given if given in self.choices else None
            case Kind.DAY:
                return _day(given)
            case Kind.INSTANT:
                return _instant(given)

    def schema(self) -> dict[str, Any]:
        """Return the argument as OpenAPI describes it."""
        match self.kind:
            case Kind.DAY:
                return {"type": "string", "format": "date"}
            case Kind.INSTANT:
                return {"type": "string", "format": "date-time"}
            case Kind.NUMBER:
                return {"type": "integer", "minimum": self.least, "maximum": self.most}
            case Kind.CHOICE:
                return {"type": "string", "enum": list(self.choices)}
            case Kind.TEXT:
                return {"type": "string", "maxLength": self.longest}


def asked(arguments: Sequence[Argument]) -> dict[str, Any]:
    """Return what stands in the address, by name; what was left out is None, a name that nobody knows is refused."""
    _refuse_strange(request.args.keys() - {each.name for each in arguments})
    return _all(arguments, request.args)


def told(arguments: Sequence[Argument]) -> dict[str, Any]:
    """Return what stands in the JSON body, by name; a field that nobody knows is refused."""
    try:
        body = request.get_json(silent=True)
    except RecursionError:  # brackets within brackets without end
        body = None
    if not isinstance(body, dict):
        raise Refusal(Reason.BODY_WRONG)
    _refuse_strange(body.keys() - {each.name for each in arguments})
    return _all(arguments, body)


def _refuse_strange(names: Iterable[object]) -> None:
    """Refuse ARGUMENT_UNKNOWN for the first of some names, in the order of the alphabet."""
    for name in sorted(map(str, names)):
        raise Refusal(Reason.ARGUMENT_UNKNOWN, field=name[:60], name=name[:60])


def _all(arguments: Sequence[Argument], given: Mapping[str, object]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for each in arguments:
        value = given.get(each.name)
        if value is None or value == "":
            if each.required:
                raise each.refusal()
            found[each.name] = None
        else:
            found[each.name] = each.read(value)
    return found


def _day(text: str) -> dt.date | None:
    try:
        day = dt.date.fromisoformat(text) if re.fullmatch(r"\d{4}-\d{2}-\d{2}", text) else None
    except ValueError:
        return None
    return day if day is not None and FIRST_YEAR <= day.year <= LAST_YEAR else None


def _instant(text: str) -> dt.datetime | None:
    try:
        instant = dt.datetime.fromisoformat(text)
    except ValueError:
        return None
    if not FIRST_YEAR <= instant.year <= LAST_YEAR:
        return None
    return instant if instant.tzinfo else instant.replace(tzinfo=VIETNAM)
