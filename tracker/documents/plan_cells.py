"""The cells of a plan: names over several lines, several terms in one cell, product and date together."""

from __future__ import annotations

import datetime as dt
import re

from tracker.documents.tables import Cell, lines_of
from tracker.rules.deadlines import TermKind, read
from tracker.rules.refusals import Refusal
from tracker.rules.text import fold

_SAME = re.compile(r"(?:nhu tren|[-\s]*nt[-\s.]*|[-\s]*(?://|\"|''|\u2033|\u201d|,,)[-\s]*)", re.ASCII)
_BULLET = re.compile(r"^[-+\u2013*]\s*")
_PARTS = re.compile(r"\s*[;\n]\s*")
_PRODUCT = re.compile(r"^(?:san pham|ket qua)[^:]{0,20}: ?", re.ASCII)
_TERM = re.compile(r"^(?:thoi gian|thoi han|tien do)[^:]{0,20}: ?", re.ASCII)
_KIND_WORDS = frozenset({"phong", "ban", "ubnd", "xa", "trung", "tam", "va", "thi", "van", "doi"})
_ANY_DAY = dt.date(2021, 1, 1)
"""Only whether a text is a term is asked here, not which day it is."""


def is_as_above(text: str) -> bool:
    """Tell whether a cell repeats the one above: «như trên», «nt», «//», a ditto mark."""
    return _SAME.fullmatch(fold(text)) is not None


def units_text(cell: Cell) -> str:
    """Join lines with a semicolon where the break separates two names, and not inside one."""
    joined = ""
    for written in lines_of(cell):
        line = _BULLET.sub("", written)
        starts_name = line != written or (
            line[:1].isupper() and not joined.endswith((",", ";", "-", "&", " v\u00e0")) and _closes(joined)
        )
        separator = "; " if joined and starts_name else " "
        joined = f"{joined.rstrip(';,') if starts_name else joined}{separator}{line}".strip()
    return joined


def term_text(cell: Cell) -> str:
    """Join lines with a semicolon where each is a term of its own."""
    joined = ""
    for line in lines_of(cell):
        new_part = bool(joined) and line[:1].isupper() and not joined.endswith((",", ";", ":", "-"))
        joined = f"{joined}{'; ' if new_part else ' '}{line}".strip()
    return joined


def product_and_term(cell: Cell) -> tuple[str, str]:
    """Take a cell apart that holds the product and the date, by its labels or by what reads as a date."""
    products: list[str] = []
    terms: list[str] = []
    for part in _PARTS.split("\n".join(lines_of(cell))):
        plain = fold(part)
        if label := _PRODUCT.match(plain):
            products.append(part[label.end() :])
        elif label := _TERM.match(plain):
            terms.append(part[label.end() :])
        else:
            (terms if _is_term(part) else products).append(part)
    return "; ".join(products), "; ".join(terms)


def _is_term(text: str) -> bool:
    try:
        return read(text, issued=_ANY_DAY).kind is not TermKind.NONE
    except Refusal:
        return True


def _closes(text: str) -> bool:
    """Tell whether a line ends a name: it is more than a bare kind of unit («Phòng», «UBND xã»)."""
    words = text.split()
    return len(words) > 2 or not words or fold(words[-1]) not in _KIND_WORDS
