"""Numbers of a report as the office writes them: 8850, 1.290 in prose, 86,1%; shares as «7080/8232»."""

from __future__ import annotations

from decimal import Decimal

from tracker.rules.indicators.spec import ValueKind


def value_words(value: Decimal | None, kind: ValueKind) -> str:
    """Return the value of a row as statistics print it: no dots between thousands, a comma before decimals."""
    if value is None:
        return ""
    plain = f"{value.normalize():f}".replace(".", ",")
    return f"{plain}%" if kind is ValueKind.PERCENT else plain


def change_words(now: Decimal | None, earlier: Decimal | None) -> str:
    """Return by how much a value rose or fell, with its sign; empty when it did not or cannot be said."""
    if now is None or earlier is None or now == earlier:
        return ""
    sign = "+" if now > earlier else "−"
    return sign + value_words(abs(now - earlier), ValueKind.COUNT)


def share_words(part: Decimal | None, whole: Decimal | None) -> str:
    """Return numerator and denominator of a share, empty when it was given without."""
    return "" if part is None or whole is None else f"{part.normalize():f}/{whole.normalize():f}"


def prose_number(value: Decimal | int) -> str:
    """Return a number as prose writes it: two figures below ten, dots between thousands."""
    if value == int(value):
        return f"{int(value):02}" if 0 < value < 10 else f"{int(value):,}".replace(",", ".")
    whole, _, decimals = f"{Decimal(value).normalize():f}".partition(".")
    return f"{int(whole):,}".replace(",", ".") + f",{decimals}"
