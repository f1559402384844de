"""Making a written phrase plain: one spelling for each way of writing the same thing."""

from __future__ import annotations

import re

from tracker.rules.text import fold

_NUMBER_WORDS = "mot|hai|ba|bon|tu|nam|sau|bay|tam|chin|muoi|muoi lam|hai muoi|ba muoi"
NUMBERS = {
    "mot": 1, "hai": 2, "ba": 3, "bon": 4, "tu": 4, "nam": 5, "sau": 6, "bay": 7, "tam": 8,
    "chin": 9, "muoi": 10, "muoi lam": 15, "hai muoi": 20, "ba muoi": 30, "nhat": 1, "dau": 1,
}  # fmt: skip
"""Numbers written as words, accent-folded."""

ROMAN = {"i": 1, "ii": 2, "iii": 3, "iv": 4, "v": 5, "vi": 6}

_STEPS: tuple[tuple[str, str], ...] = (
    (r"[\u2010-\u2015\u2212]", "-"),
    (r"(\d+)\s*\((?:" + _NUMBER_WORDS + r")\)", r"\1"),
    (r"\b(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]\d{2}:\d{2}(?::\d{2}(?:\.0+)?)?)?(?!\d)", r"\3/\2/\1"),
    (r"\b(?:mung|mong) (\d)", r"\1"),
    (r"\bthu (?:hai|ba|tu|nam|sau|bay|[2-7]),? (?:ngay )?(?=\d{1,2}(?:/| thang )\d)", "ngay "),
    (r"\(((?:truoc|cham nhat)\b[^()]*)\)", r"\1"),
    (r"\bngay (\d{1,2}) ?(?:thang|th\.?) ?(\d{1,2})(?!\d)(?! ?(?:ngay|lan))", r"ngay \1/\2"),
    (r"\b(\d{1,2}) thang (\d{1,2})(?!\d)(?! ?(?:ngay|lan|thang))", r"\1/\2"),
    (r"\b(?:quy|qui|q)\b ?\.? ?(?=(?:iv|i{1,3}|vi?|0?\d)\b)", "quy "),
    (r"\bq(?=(?:iv|i{1,3}|[1-9])\b)", "quy "),
    (r"\bquy (?:thu )?(mot|nhat|hai|ba|tu|bon)\b", r"quy \1"),
    (r"\bt ?\.? ?(?=\d{1,2}\b(?![:hg]))", "thang "),
    (r"(?<=\d)\s*/\s*(?=\d)", "/"),
    (r"(?<=\b[ivx])\s*/\s*(?=\d)|(?<=\b[ivx][ivx])\s*/\s*(?=\d)|(?<=\biii)\s*/\s*(?=\d)", "/"),
    (r"((?:thang|quy) \w{1,4}) ?- ?(?=20\d\d\b)", r"\1/"),
    (r"((?:thang|quy) (?!dau|cuoi|giua)\w+|\d/\d{1,2}),? ?nam (?=\d{4}\b)", r"\1/"),
    (r"\b(\d{1,2}) ?(?:gio|h|g|:) ?(\d{2})(?: ?(?:phut|p))?\b", r"\1h\2"),
    (r"^(\d{1,3}) ?(?:gio|h)$", r"trong \1 gio"),
    (r"\b(vong|han|trong) (\d{1,3}) ?h\b", r"\1 \2 gio"),
    (
        r"(?<!vong )(?<!han )(?<!trong )\b(\d{1,2}) ?(?:gio|h|g)\b(?! ?(?:lam viec|ke tu|tinh tu))",
        r"\1h00",
    ),
    (r"\s+", " "),
)
_COMPILED = tuple((re.compile(pattern, re.ASCII), new) for pattern, new in _STEPS)
_LEADING = re.compile(
    r"^(?:[-+*:.,;\s]+"
    r"|(?:thoi gian|thoi han|tien do)(?: (?:thuc hien|hoan thanh|bao cao))?(?: ?:| la| (?!ke|quy|\d))"
    r"|(?:phai |can )?(?:xong|hoan thanh|thuc hien|bao cao|gui|trinh|nop|ban hanh)\b"
    r"(?: bao cao)? ?:? ?(?=\S))",
    re.ASCII,
)
_TRAILING = re.compile(r"[\s.,;:]+$", re.ASCII)


def plain(phrase: str) -> str:
    """Return the phrase folded, with separators, numerals, quarters and hours in one spelling."""
    text = trimmed(fold(phrase))
    for pattern, new in _COMPILED:
        text = pattern.sub(new, text)
    return trimmed(text)


def trimmed(text: str) -> str:
    """Return the text without the words that only introduce a deadline."""
    text = _TRAILING.sub("", text.strip())
    while True:
        shorter = _LEADING.sub("", text, count=1).strip()
        if shorter == text:
            return text
        text = shorter


def number(written: str) -> int:
    """Return the number written in digits or words."""
    return int(written) if written.isdigit() else NUMBERS[written]


def quarter_number(written: str) -> int:
    """Return the quarter written in Roman or Arabic numerals or in words."""
    if written.isdigit():
        return int(written)
    return ROMAN[written] if written in ROMAN else NUMBERS[written]
