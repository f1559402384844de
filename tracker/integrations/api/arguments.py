"""What a program may ask with, said once: the same lines read an address or a body and write the OpenAPI document.

What other programs are told when they ask wrongly.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from flask import request

from tracker.core.clock import VIETNAM
from tracker.core.i18n import make_messages
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.web.responses import LARGEST_NUMBER

EXPECTED: Mapping[str, str] = {
    "day": "một ngày dạng 2021-11-10",
    "instant": "một thời điểm dạng 2021-11-10T07:30:00+07:00",
    "number": "số nguyên từ {least} đến {most}",
    "choice": "một trong: {choices}",
    "text": "chữ, dài nhất {longest} ký tự",
}

SCOPE_WORDS: Mapping[str, str] = make_messages(
    {
        "tasks:read": "Xem nhiệm vụ và nhật ký",
        "tasks:write": "Tiếp nhận, cập nhật, báo cáo nhiệm vụ",
        "statistics:read": "Xem số liệu",
        "reports:read": "Lập dự thảo báo cáo",
        "imports:write": "Nhập kế hoạch, sổ theo dõi",
    }
)
"""What a token opens."""

FIRST_YEAR, LAST_YEAR = 1990, 2100


class ArgumentKind(enum.StrEnum):
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
    kind: ArgumentKind
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
        if self.kind is ArgumentKind.NUMBER and isinstance(given, int) and not isinstance(given, bool):
            return given if self.least <= given <= self.most else None
        if not isinstance(given, str):
            return None
        match self.kind:
            case ArgumentKind.TEXT:
                text = normalise_text(given.replace("\x00", ""))
                return text if len(text) <= self.longest else None
            case ArgumentKind.NUMBER:
                is_number = re.fullmatch(r"[0-9]{1,10}", given) is not None
                return int(given) if is_number and self.least <= int(given) <= self.most else None
            case ArgumentKind.CHOICE:
                return given if given in self.choices else None
            case ArgumentKind.DAY:
                return _day(given)
            case ArgumentKind.INSTANT:
                return _instant(given)

    def schema(self) -> dict[str, Any]:
        """Return the argument as OpenAPI describes it."""
        match self.kind:
            case ArgumentKind.DAY:
                return {"type": "string", "format": "date"}
            case ArgumentKind.INSTANT:
                return {"type": "string", "format": "date-time"}
            case ArgumentKind.NUMBER:
                return {"type": "integer", "minimum": self.least, "maximum": self.most}
            case ArgumentKind.CHOICE:
                return {"type": "string", "enum": list(self.choices)}
            case ArgumentKind.TEXT:
                return {"type": "string", "maxLength": self.longest}


def read_query_arguments(arguments: Sequence[Argument]) -> dict[str, Any]:
    """Return what stands in the address, by name; what was left out is None, a name that nobody knows is refused."""
    _refuse_strange(request.args.keys() - {each.name for each in arguments})
    return _all(arguments, request.args)


def read_body_arguments(arguments: Sequence[Argument]) -> dict[str, Any]:
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
