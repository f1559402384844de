"""Number and symbol of documents: «1822/QĐ-UBND» to parts and back.

Numbers as Vietnamese papers write them: «1.985», «86,1 %», «05», «66/85»; days, years and symbols are none.

Source of the forms: the style of the office's reports, and K55, K56: a dot before three digits groups, except in
a percentage; a comma, or a dot before fewer digits, begins the decimals.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal

from tracker.core.text import fold_accents, normalise_text

_SYMBOL = r"[^\W\d_][\w&.]*(?:-[^\W\d_][\w&.]*)*(?:/[^\W\d_][\w&.]*(?:-[^\W\d_][\w&.]*)*)?"
_NUMBER = re.compile(
    rf"(?<![\w/])(?P<number>\d{{1,6}}[a-z]?)\s*(?P<mark>[/-])\s*(?:(?P<year>(?:19|20)\d\d)/)?(?P<symbol>{_SYMBOL})"
)
_DATED = re.compile(r"^\W*(?:ngay )?(?P<date>\d{1,2}(?: ?[/.-] ?| thang )\d{1,2}(?: ?[/.-] ?| nam )\d{4})\b", re.ASCII)


@dataclass(frozen=True, slots=True)
class Reference:
    """A document as others cite it.

    `number` keeps its zeros («06»), `symbol` is kind and author («QĐ-UBND»), `separator` is «/» or,
    in the Party's style («90-TB/TU»), «-»; `year` stands between them in laws and decrees.
    """

    number: str
    symbol: str
    separator: str = "/"
    year: int | None = None
    issued_on: dt.date | None = None

    def __str__(self) -> str:
        """Return number and symbol as the document prints them, without the day."""
        year = "" if self.year is None else f"{self.year}/"
        return f"{self.number}{self.separator}{year}{self.symbol}"

    @property
    def kind(self) -> str:
        """The abbreviation of the kind of document: «QĐ», «KH», «TB»; empty for an official letter."""
        first = self.symbol.split("/")[0].split("-")[0]
        return "" if fold_accents(first) in {"ubnd", "hdnd", "snv", "tu"} else first

    def same_as(self, other: Reference) -> bool:
        """Tell whether both name one document, whatever the case, the zeros and the spacing."""
        return self.key() == other.key() and (
            self.issued_on is None or other.issued_on is None or self.issued_on == other.issued_on
        )

    def key(self) -> str:
        """Return the comparing form: no leading zeros, no accents, no case."""
        return f"{self.number.lstrip('0')}/{self.year or ''}/{fold_accents(self.symbol)}"


def parse_reference(text: str) -> Reference | None:
    """Return the reference that `text` consists of, with its day if one follows."""
    found = find_reference(text)
    return found if found is not None and fold_accents(text).startswith(fold_accents(str(found))[:2]) else None


def find_reference(text: str) -> Reference | None:
    """Return the first reference standing in `text`, if any."""
    references = find_all(text)
    return references[0] if references else None


def find_all(text: str) -> tuple[Reference, ...]:
    """Return every reference standing in `text`, in order."""
    plain = normalise_text(text)
    found = []
    for match in _NUMBER.finditer(plain):
        if match["mark"] == "-" and "/" not in match["symbol"]:
            continue
        found.append(
            Reference(
                number=match["number"],
                symbol=match["symbol"].rstrip("."),
                separator=match["mark"],
                year=int(match["year"]) if match["year"] else None,
                issued_on=_day_after(plain[match.end() :]),
            )
        )
    return tuple(found)


def _day_after(rest: str) -> dt.date | None:
    """Return the day written right after a reference («ngày 22/12/2020»), if it exists."""
    match = _DATED.match(fold_accents(rest))
    if match is None:
        return None
    day, month, year = (int(part) for part in re.findall(r"[0-9]+", match["date"]))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


_QUANTITY = re.compile(
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


def find_quantities(text: str) -> list[Quantity]:
    """Return the numbers of a tidy text that count something, in order."""
    folded = fold_accents(text)
    if len(folded) != len(text):  # letters that fold to several: places would not agree
        folded = text.lower()
    hidden = [match.span() for match in _NOT_COUNTED.finditer(folded) if not _is_share(folded, match)]
    return list(_found(folded, text, hidden))


def count_of(text: str, *, is_percent: bool = False) -> Decimal | None:
    """Read a cell that holds one number; None when it holds something else."""
    match = _QUANTITY.fullmatch(fold_accents(text))
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
    for match in _QUANTITY.finditer(folded):
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
