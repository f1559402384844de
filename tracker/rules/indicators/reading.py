"""Reading what somebody types for an indicator, by its unit of measure (K55, K56); asking where two readings stand.

«1.985» is 1985 people and «86,1», «86.1», «86,1%» are 86,1 %. «86.1» people, «1.985» per cent and «0,861» per cent
are asked about, with what would be unmistakable.
"""

from __future__ import annotations

import re
from decimal import Decimal
from typing import NoReturn

from tracker.rules.indicators.spec import Spec, ValueKind
from tracker.rules.refusals import Reason, Refusal
from tracker.rules.text import tidy

_SPACED = re.compile(r"(?<=\d) (?=\d{3}(?:\D|$))", re.ASCII)
_PLAIN = re.compile(r"\d{1,15}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII)
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_DECIMAL = re.compile(r"(\d{1,15})[.,](\d{1,4})", re.ASCII)


def read_value(text: str, spec: Spec, *, field: str) -> Decimal | None:
    """Return the number a text means for a row; None for nothing typed.

    Refuses NUMBER_UNREADABLE, NUMBER_UNCLEAR (with `one` and `other`), CHOICE_UNKNOWN or SHARE_TOO_LARGE beside
    `field`.
    """
    words = tidy(text)
    if not words:
        return None
    is_percent = spec.kind is ValueKind.PERCENT
    if words.endswith("%"):
        if not is_percent:
            raise Refusal(Reason.NUMBER_UNREADABLE, field=field, text=words, unit=spec.unit)
        return _share(words[:-1].strip(), field, said=True)
    if is_percent:
        return _share(words, field, said=False)
    value = read_count(words, field=field, unit=spec.unit)
    if spec.choices and int(value) not in spec.choices:
        codes = ", ".join(str(code) for code in sorted(spec.choices))
        raise Refusal(Reason.CHOICE_UNKNOWN, field=field, text=words, codes=codes)
    return value


def read_count(text: str, *, field: str, unit: str = "") -> Decimal:
    """Return the whole number a text means; refuse what is none, ask about what may be another."""
    words = _SPACED.sub("", tidy(text))
    if _PLAIN.fullmatch(words):
        return Decimal(words)
    if _GROUPED.fullmatch(words):
        return Decimal(words.replace(".", ""))
    if _COMMAS.fullmatch(words):
        _ask(field, words, Decimal(words.replace(",", "")), Decimal(words.split(",", maxsplit=1)[0]))
    if match := _DECIMAL.fullmatch(words):
        if not int(match[2]):
            return Decimal(match[1])
        _ask(field, words, Decimal(match[1]), Decimal(match[1] + match[2]))
    raise Refusal(Reason.NUMBER_UNREADABLE, field=field, text=text, unit=unit)


def _share(words: str, field: str, *, said: bool) -> Decimal:
    """Return a share in per cent; `said`: a per-cent sign stood behind it."""
    if _PLAIN.fullmatch(words):
        value = Decimal(words)
    elif match := _DECIMAL.fullmatch(words):
        value = Decimal(f"{match[1]}.{match[2]}")
        if not said and value < 1 and len(match[2]) > 1:
            _ask(field, words, value * 100, value)
        if len(match[2]) == 3 and "." in words and value > 1:
            _ask(field, words, value, Decimal(match[1] + match[2]))
    else:
        raise Refusal(Reason.NUMBER_UNREADABLE, field=field, text=words, unit="%")
    if value > 100:
        raise Refusal(Reason.SHARE_TOO_LARGE, field=field, share=value)
    return value


def _ask(field: str, words: str, one: Decimal, other: Decimal) -> NoReturn:
    raise Refusal(Reason.NUMBER_UNCLEAR, field=field, text=words, one=one, other=other)
