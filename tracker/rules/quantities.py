"""Numbers as Vietnamese papers write them: «1.985», «86,1 %», «05», «66/85»; days, years and symbols are none.

Source of the forms: the style of the office's reports, and K55, K56: a dot before three digits groups, except in
a percentage; a comma, or a dot before fewer digits, begins the decimals.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tracker.rules.text import fold

_NUMBER = re.compile(
    r"(?<![\w.,/])(?P<digits>\d{1,3}(?:\.\d{3})+(?:,\d+)?|\d+(?:[.,]\d+)?)(?P<percent> ?%)?", re.ASCII
)
_OVER = re.compile(r" ?/ ?(?P<whole>\d{1,3}(?:\.\d{3})+|\d+)(?![\w/]|[.,]\d)", re.ASCII)
_GROUPED = re.compile(r"\d{1,3}(?:\.\d{3})+", re.ASCII)
_DAY = r"\d{1,2} ?[/.-] ?\d{1,2}(?: ?[/.-] ?\d{2,4})?"
_NOT_COUNTED = re.compile(
    "|".join(
        (
            r"\d{1,2} ?[/.-] ?\d{1,2} ?[/.-] ?\d{4}",
            rf"\b(?:ngay|tu|den|het|truoc) (?:ngay )?{_DAY}",
            r"\bngay \d{1,2}(?: thang \d{1,2})?(?: nam \d{4})?",
            r"\bthang \d{1,2}(?:/\d{4})?",
            r"(?:\b(?:nhiem ky|giai doan) )?\b(?:19|20)\d\d ?- ?(?:19|20)\d\d\b",
            r"\b(?:nam|khoa|luat) (?:19|20)\d\d\b",
            r"\d{1,6}[a-z]?(?:, \d{1,6})* ?[/-] ?(?:(?:19|20)\d\d ?/? ?)?[a-z][a-z&]*(?:-[a-z0-9&]+)*",
            r"\b(?:nghi quyet|quyet dinh|ke hoach|chi thi|cong van|to cong tac|nghi dinh|thong tu) so \d[\d, ]*",
            r"\biso(?:/\w+)? \d+(?::\d+)?",
            r"\bmuc (?:do )?\d(?:(?:,| va|,? den) ?\d)*",
            r"\b(?:dieu|khoan|diem|muc|phu luc|hang|loai|thu|phien ban|bieu|quy|ky|tt|cot)"
            r" (?!(?:19|20)\d\d)\d+(?:\.\d+)*\b",
            r"\b(?:hd|nd) ?\d+\b|\bhop dong 68\b",
            r"^[-+ ]*\d{1,2}(?:\.\d{1,2}){0,3}[.)] ",
        )
    ),
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Quantity:
    """A number that counts something. `whole` is set for «66/85»; `start` and `end` are places in the text."""

    value: Decimal
    text: str
    start: int
    end: int
    is_percent: bool = False
    whole: Decimal | None = None

    @property
    def decimals(self) -> int:
        """How many decimals are written."""
        exponent = self.value.as_tuple().exponent
        return -exponent if isinstance(exponent, int) and exponent < 0 else 0


def quantities(text: str) -> list[Quantity]:
    """Return the numbers of a tidy text that count something, in order."""
    folded = fold(text)
    if len(folded) != len(text):  # letters that fold to several: places would not agree
        folded = text.lower()
    hidden = [match.span() for match in _NOT_COUNTED.finditer(folded) if not _is_share(folded, match)]
    return list(_found(folded, text, hidden))


def count_of(text: str, *, is_percent: bool = False) -> Decimal | None:
    """Read a cell that holds one number; None when it holds something else."""
    match = _NUMBER.fullmatch(fold(text))
    if match is None:
        return None
    return value_of(match["digits"], is_percent=is_percent or match["percent"] is not None)


def value_of(digits: str, *, is_percent: bool) -> Decimal:
    """Return what digits mean: «1.985» is 1985 as a count and 1,985 as a percentage (K56)."""
    if _GROUPED.fullmatch(digits.split(",")[0]) and not (is_percent and "," not in digits):
        return Decimal(digits.replace(".", "").replace(",", "."))
    return Decimal(digits.replace(",", "."))


def _found(folded: str, text: str, hidden: list[tuple[int, int]]) -> Iterator[Quantity]:
    after = 0
    for match in _NUMBER.finditer(folded):
        start, end = match.span()
        if start < after or any(first < end and start < last for first, last in hidden):
            continue
        is_percent = match["percent"] is not None
        value = value_of(match["digits"], is_percent=is_percent)
        whole = None
        if not is_percent and (over := _OVER.match(folded, end)):
            whole, end = value_of(over["whole"], is_percent=False), over.end()
        after = end
        yield Quantity(value, text[start:end], start, end, is_percent, whole)


def _is_share(folded: str, match: re.Match[str]) -> bool:
    """Tell whether what looks like a day and a month is a share: «9/9», «66/85»."""
    plain = re.fullmatch(r"(\d{1,2})/(\d{1,2})", match[0])
    return plain is not None and not (1 <= int(plain[2]) <= 12 and 1 <= int(plain[1]) <= 31)
