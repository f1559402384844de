"""From what is known to a filled appendix: computed rows, what units said, formulas; and what is still missing."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from tracker.rules.indicators import formulas
from tracker.rules.indicators.spec import Binding, Blank, Source, Spec, ValueKind
from tracker.rules.rates import rate

TENTH = Decimal("0.1")


@dataclass(frozen=True, slots=True)
class Given:
    """What one unit said for a row (None: what the office entered for the whole authority).

    A share is given by its numerator (`part`) and denominator (`whole`), or as it was published, by `value` alone.
    """

    unit_id: int | None
    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    blank: Blank | None = None
    note: str = ""
    entry_id: int | None = None


@dataclass(frozen=True, slots=True)
class Filled:
    """A row with what is known of it; `missing` are the units that have not said anything yet."""

    spec: Spec
    value: Decimal | None = None
    part: Decimal | None = None
    whole: Decimal | None = None
    blank: Blank | None = None
    note: str = ""
    given: tuple[Given, ...] = ()
    missing: tuple[int, ...] = ()

    @property
    def is_open(self) -> bool:
        """Tell whether somebody still has to say something: no number, and no reason why there is none."""
        return not self.spec.is_heading and self.value is None and self.blank is None


def fill(
    specs: Sequence[Spec],
    computed: Mapping[Binding, int],
    given: Mapping[str, Sequence[Given]],
    owners: Mapping[str, Sequence[int]],
) -> tuple[Filled, ...]:
    """Return every row with its value; `given` and `owners` (unit ids) are by code.

    What the office entered for the whole stands before what units said. While a unit is missing a row has no value:
    a sum of some is not the sum. A formula waits for all its rows.
    """
    rows = {spec.code: _first(spec, computed, given.get(spec.code, ()), owners) for spec in specs}
    waiting = [spec for spec in specs if spec.source is Source.FORMULA and not rows[spec.code].given]
    for _ in range(len(waiting) + 1):
        values = {code: row.value for code, row in rows.items()}
        for spec in waiting:
            found = formulas.read(spec.formula).value(values)
            if found is not None:
                rows[spec.code] = Filled(spec, _rounded(spec, found))
        if {code: row.value for code, row in rows.items()} == values:
            break
    return tuple(rows[spec.code] for spec in specs)


def share(part: Decimal, whole: Decimal) -> Decimal | None:
    """Return a share in per cent, one decimal, half up, never flattered to 100; None of nothing."""
    return rate(int(part), int(whole))


def _first(
    spec: Spec,
    computed: Mapping[Binding, int],
    given: Sequence[Given],
    owners: Mapping[str, Sequence[int]],
) -> Filled:
    """Return a row as far as it is known without formulas."""
    if spec.is_heading:
        return Filled(spec)
    if spec.source is Source.COMPUTED and spec.binding is not None:
        return Filled(spec, None if spec.binding not in computed else Decimal(computed[spec.binding]))
    whole = [each for each in given if each.unit_id is None]
    if whole:
        return _of_one(spec, whole[-1])
    if spec.source is not Source.ENTERED:
        return Filled(spec)
    wanted = owners.get(spec.code, ())
    said = tuple(each for each in given if each.unit_id in wanted)
    missing = tuple(unit for unit in wanted if unit not in {each.unit_id for each in said})
    if len(said) == 1 and not missing:
        return _of_one(spec, said[0])
    if missing or not said:
        return Filled(spec, given=said, missing=missing)
    return _together(spec, said)


def _of_one(spec: Spec, one: Given) -> Filled:
    value = one.value
    if one.part is not None and one.whole is not None and spec.kind is ValueKind.PERCENT:
        value = share(one.part, one.whole)
    elif one.blank is Blank.NOTHING_AROSE:
        value = Decimal(0)
    blank = None if value is not None else one.blank
    return Filled(spec, value, one.part, one.whole, blank, one.note, (one,))


def _together(spec: Spec, said: tuple[Given, ...]) -> Filled:
    """Add up what several units said; a unit without figures of its own adds nothing."""
    notes = "; ".join(dict.fromkeys(each.note for each in said if each.note))
    counted = [each for each in said if each.blank is None]
    if spec.kind is ValueKind.PERCENT:
        part, whole = _sum(each.part for each in counted), _sum(each.whole for each in counted)
        if counted and whole:
            return Filled(spec, share(part, whole), part, whole, note=notes, given=said)
        return Filled(spec, blank=_reason(said), note=notes, given=said)
    if not counted and all(each.blank is not Blank.NOTHING_AROSE for each in said):
        return Filled(spec, blank=_reason(said), note=notes, given=said)
    return Filled(spec, _sum(each.value for each in counted), note=notes, given=said)


def _reason(said: Iterable[Given]) -> Blank:
    return next((each.blank for each in said if each.blank is not None), Blank.NO_FIGURES_YET)


def _sum(values: Iterable[Decimal | None]) -> Decimal:
    return sum((value for value in values if value is not None), Decimal())


def _rounded(spec: Spec, value: Decimal) -> Decimal:
    return value.quantize(TENTH, ROUND_HALF_UP) if spec.kind is ValueKind.PERCENT else value
