"""Number and symbol of documents: «1822/QĐ-UBND» to parts and back."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from tracker.rules.text import fold, tidy

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
        return "" if fold(first) in {"ubnd", "hdnd", "snv", "tu"} else first

    def same_as(self, other: Reference) -> bool:
        """Tell whether both name one document, whatever the case, the zeros and the spacing."""
        return self.key() == other.key() and (
            self.issued_on is None or other.issued_on is None or self.issued_on == other.issued_on
        )

    def key(self) -> str:
        """Return the comparing form: no leading zeros, no accents, no case."""
        return f"{self.number.lstrip('0')}/{self.year or ''}/{fold(self.symbol)}"


def parse(text: str) -> Reference | None:
    """Return the reference that `text` consists of, with its day if one follows."""
    found = find(text)
    return found if found is not None and fold(text).startswith(fold(str(found))[:2]) else None


def find(text: str) -> Reference | None:
    """Return the first reference standing in `text`, if any."""
    references = find_all(text)
    return references[0] if references else None


def find_all(text: str) -> tuple[Reference, ...]:
    """Return every reference standing in `text`, in order."""
    plain = tidy(text)
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
    match = _DATED.match(fold(rest))
    if match is None:
        return None
    day, month, year = (int(part) for part in re.findall(r"[0-9]+", match["date"]))
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None
