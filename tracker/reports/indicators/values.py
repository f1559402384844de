"""From what is known to a filled appendix: computed rows, what units said, formulas; and what is still missing.

Reading what somebody types for an indicator, by its unit of measure (K55, K56); asking where two readings stand.

«1.985» is 1985 people and «86,1», «86.1», «86,1%» are 86,1 %. «86.1» people, «1.985» per cent and «0,861» per cent
are asked about, with what would be unmistakable.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from typing import NoReturn

from tracker.core.formats import calculate_rate
from tracker.core.refusals import Reason, Refusal
from tracker.core.text import normalise_text
from tracker.reports.indicators import spec as indicators_spec
from tracker.reports.indicators.spec import BlankReason, CountedSource, IndicatorSpec, ValueKind, ValueSource

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class GivenValue:
    """What one unit said for a row (None: what the office entered for the whole authority).

    A share is given by its numerator (`part`) and denominator (`whole`), or as it was published, by `value` alone.
    """

    unit_id: int | None
    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    blank: BlankReason | None = None
    note: str = ""
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class FilledRow:
    """A row with what is known of it; `missing` are the units that have not said anything yet."""

    spec: IndicatorSpec
    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    blank: BlankReason | None = None
    note: str = ""
    given: tuple[GivenValue, ...] = ()
    missing: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to say something: no number, and no reason why there is none."""
        return not self.spec.is_heading and self.value is None and self.blank is None


def fill_indicator_rows(
    specs: Sequence[IndicatorSpec],
    computed: Mapping[CountedSource, int],
    given: Mapping[str, Sequence[GivenValue]],
    owners: Mapping[str, Sequence[int]],
) -> tuple[FilledRow, ...]:
    """Return every row with its value; `given` and `owners` (unit ids) are by code.

    What the office entered for the whole stands before what units said. While a unit is missing a row has no value:
    a sum of some is not the sum. A formula waits for all its rows.
    """
    rows = {spec.code: _first(spec, computed, given.get(spec.code, ()), owners) for spec in specs}
    waiting = [spec for spec in specs if spec.source is ValueSource.FORMULA and not rows[spec.code].given]
    for _ in range(len(waiting) + 1):
        values = {code: row.value for code, row in rows.items()}
        for spec in waiting:
            found = indicators_spec.parse_formula(spec.formula).value(values)
            if found is not None:
                rows[spec.code] = FilledRow(spec, _rounded(spec, found))
        if {code: row.value for code, row in rows.items()} == values:
            break
    return tuple(rows[spec.code] for spec in specs)


def calculate_indicator_share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a share in per cent, one decimal, half up, never flattered to 100; None of nothing."""
    return calculate_rate(int(part), int(whole))


def _first(
    spec: IndicatorSpec,
    computed: Mapping[CountedSource, int],
    given: Sequence[GivenValue],
    owners: Mapping[str, Sequence[int]],
) -> FilledRow:
    """Return a row as far as it is known without formulas."""
    if spec.is_heading:
        return FilledRow(spec)
    if spec.source is ValueSource.COMPUTED and spec.binding is not None:
        return FilledRow(spec, None if spec.binding not in computed else Decimal(computed[spec.binding]))
    whole = [each for each in given if each.unit_id is None]
    if whole:
        return _of_one(spec, whole[-1])
    if spec.source is not ValueSource.ENTERED:
        return FilledRow(spec)
    wanted = owners.get(spec.code, ())
    said = tuple(each for each in given if each.unit_id in wanted)
    missing = tuple(unit for unit in wanted if unit not in {each.unit_id for each in said})
    if len(said) == 1 and not missing:
        return _of_one(spec, said[0])
    if missing or not said:
        return FilledRow(spec, given=said, missing=missing)
    return _together(spec, said)


def _of_one(spec: IndicatorSpec, one: GivenValue) -> FilledRow:
    value = one.value
    if one.part is not None and one.whole is not None and spec.kind is ValueKind.PERCENT:
        value = calculate_indicator_share(one.part, one.whole)
    elif one.blank is BlankReason.NOTHING_AROSE:
        value = Decimal(0)
    blank = None if value is not None else one.blank
    return FilledRow(spec, value, one.part, one.whole, blank, one.note, (one,))


def _together(spec: IndicatorSpec, said: tuple[GivenValue, ...]) -> FilledRow:
    """Add up what several units said; a unit without figures of its own adds nothing."""
    notes = "; ".join(dict.fromkeys(each.note for each in said if each.note))
    counted = [each for each in said if each.blank is None]
    if spec.kind is ValueKind.PERCENT:
        part, whole = _sum(each.part for each in counted), _sum(each.whole for each in counted)
        if counted and whole:
            return FilledRow(spec, calculate_indicator_share(part, whole), part, whole, note=notes, given=said)
        return FilledRow(spec, blank=_reason(said), note=notes, given=said)
    if not counted and all(each.blank is not BlankReason.NOTHING_AROSE for each in said):
        return FilledRow(spec, blank=_reason(said), note=notes, given=said)
    return FilledRow(spec, _sum(each.value for each in counted), note=notes, given=said)


def _reason(said: Iterable[GivenValue]) -> BlankReason:
    return next((each.blank for each in said if each.blank is not None), BlankReason.NO_FIGURES_YET)


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal())


def _rounded(spec: IndicatorSpec, value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP) if spec.kind is ValueKind.PERCENT else value


_SPACED = re.compile(r"(?<=\d) (?=\d{3}(?:\D|$))", re.ASCII)
_PLAIN = re.compile(r"\d{1,15}", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII)
_COMMAS = re.compile(r"\d{1,3}(?:,\d{3})+", re.ASCII)
_DECIMAL = re.compile(r"(\d{1,15})[.,](\d{1,4})", re.ASCII)


def read_value(text: str, spec: IndicatorSpec, *, field: str) -> Decimal | None:
    """Return the number a text means for a row; None for nothing typed.

    Refuses NUMBER_UNREADABLE, NUMBER_UNCLEAR (with `one` and `other`), CHOICE_UNKNOWN or SHARE_TOO_LARGE beside
    `field`.
    """
    words = normalise_text(text)
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
    words = _SPACED.sub("", normalise_text(text))
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
