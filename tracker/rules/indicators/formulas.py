"""Formulas over other rows: «3.1.3a + 3.1.3b», «100 * 7.6.1 / 7.6.2»; the four operations and brackets, no more.

A code has a dot in it («5.4», «3.1.3a»), a plain number has none.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from tracker.rules.refusals import Reason, Refusal

_TOKEN = re.compile(r"\s*(?:(?P<code>\d+(?:\.\d+)+[a-z]?)|(?P<number>\d+)|(?P<mark>[-+*/()]))", re.ASCII)
LONGEST = 300
"""Letters of a formula."""
DEEPEST = 20
"""Brackets within brackets."""


@dataclass(frozen=True, slots=True)
class Formula:
    """A formula as read: its tokens, in order."""

    tokens: tuple[str, ...]

    @property
    def codes(self) -> tuple[str, ...]:
        """The rows it is made of, each once."""
        return tuple(dict.fromkeys(each for each in self.tokens if "." in each))

    def value(self, values: Mapping[str, Decimal | None]) -> Decimal | None:
        """Return what it gives; None while a row it needs has no number, or when it divides by nought."""
        found = [values.get(code) for code in self.codes]
        if any(each is None for each in found):
            return None
        known = {code: value for code, value in zip(self.codes, found, strict=True) if value is not None}
        try:
            return _Reader(self.tokens, known).whole()
        except ZeroDivisionError:
            return None


def read(text: str) -> Formula:
    """Read a formula; refuse FORMULA_UNREADABLE (field `formula`) one that is none."""
    tokens: list[str] = []
    place = 0
    if len(text) > LONGEST:
        raise Refusal(Reason.FORMULA_UNREADABLE, field="formula", formula=text[:60])
    while text[place:].strip():
        match = _TOKEN.match(text, place)
        if match is None:
            raise Refusal(Reason.FORMULA_UNREADABLE, field="formula", formula=text)
        tokens.append(match["code"] or match["number"] or match["mark"])
        place = match.end()
    formula = Formula(tuple(tokens))
    try:
        _Reader(formula.tokens, dict.fromkeys(formula.codes, Decimal(1))).whole()
    except ZeroDivisionError:
        return formula
    except (ValueError, IndexError) as error:
        raise Refusal(Reason.FORMULA_UNREADABLE, field="formula", formula=text) from error
    return formula


class _Reader:
    """Works a formula out from left to right, products before sums."""

    def __init__(self, tokens: Sequence[str], values: Mapping[str, Decimal]) -> None:
        self.tokens, self.values, self.place, self.depth = tokens, values, 0, 0

    def whole(self) -> Decimal:
        value = self._sum()
        if self.place != len(self.tokens):
            raise ValueError(self.tokens[self.place])
        return value

    def _sum(self) -> Decimal:
        value = self._product()
        while self._next_is("+", "-"):
            mark, other = self._take(), self._product()
            value = value + other if mark == "+" else value - other
        return value

    def _product(self) -> Decimal:
        value = self._one()
        while self._next_is("*", "/"):
            mark, other = self._take(), self._one()
            if mark == "/" and not other:
                raise ZeroDivisionError
            value = value * other if mark == "*" else value / other
        return value

    def _one(self) -> Decimal:
        token = self._take()
        if token == "(":
            self.depth += 1
            if self.depth > DEEPEST:
                raise ValueError(token)
            value = self._sum()
            if self._take() != ")":
                raise ValueError(token)
            return value
        if "." in token:
            return self.values[token]
        if token.isdigit():
            return Decimal(token)
        raise ValueError(token)

    def _take(self) -> str:
        token = self.tokens[self.place]
        self.place += 1
        return token

    def _next_is(self, *marks: str) -> bool:
        return self.place < len(self.tokens) and self.tokens[self.place] in marks
