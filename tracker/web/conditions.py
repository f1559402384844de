"""The conditions of a list in words, each with the address of the same list without it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from dataclasses import dataclass, field

from flask import url_for

from tracker.rules.selecting import Selection
from tracker.web.address_readers import NONE
from tracker.web.filters import vn_date, vn_datetime
from tracker.web.selections import parameters
from tracker.wording import ORIGIN_WORDS, STATE_WORDS
from tracker.wording.reminders import AGE_WORDS
from tracker.wording.selecting import (
    ADJUSTMENT_WORDS,
    AT_LEAST,
    DAYS,
    NO_DEADLINE,
    NOBODY_YET,
    NOT_LATE,
    SWITCH_WORDS,
    span_words,
)
from tracker.wording.sentence import say
from tracker.wording.tasks import (
    COUNT_WORDS,
    FILTER_WORDS,
    NOT_NAMED,
    NUMBER_WORDS,
    RESULT_WORDS,
    WAITING_FOR_DECISION,
    WITHOUT_AREA,
)


@dataclass(frozen=True, slots=True)
class Chip:
    """A condition in force and the address of the list without it."""

    words: str
    remove_href: str


@dataclass(frozen=True, slots=True)
class Names:
    """What the keys in an address stand for."""

    units: Mapping[int, str]
    areas: Mapping[int, str]
    people: Mapping[int, str] = field(default_factory=dict)
    tags: Mapping[int, str] = field(default_factory=dict)
    papers: Mapping[int, str] = field(default_factory=dict)


def chips(selection: Selection, names: Names, *, today: dt.date) -> list[Chip]:
    """Return the conditions of a selection, one chip for each value."""
    given = parameters(selection, today=today)
    found: list[Chip] = []
    for name, value in given.items():
        for single in value if isinstance(value, list) else [value]:
            rest = dict(given)
            if isinstance(value, list) and len(value) > 1:
                rest[name] = [each for each in value if each != single]
            else:
                del rest[name]
            words = say(
                "{name}: {value}", name=FILTER_WORDS[name], value=_words(name, single, selection, names)
            )
            found.append(Chip(words, url_for("tasks.index", **rest)))  # type: ignore[arg-type]  # lists are allowed
    return found


def _words(name: str, value: str, selection: Selection, names: Names) -> str:
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
            return COUNT_WORDS[value]
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
