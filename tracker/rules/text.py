"""Vietnamese text: cleaning on the way in, search keys, sort keys, and «one letter off»."""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache

TONE_MARKS = "\u0300\u0309\u0303\u0301\u0323"
"""Combining marks of the five tones in dictionary order: grave, hook, tilde, acute, dot below."""

_D_BAR = "\u0111"
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_LETTERS = (
    "a", "a" + _BREVE, "a" + _CIRCUMFLEX, "b", "c", "d", _D_BAR, "e", "e" + _CIRCUMFLEX, "f", "g", "h",
    "i", "j", "k", "l", "m", "n", "o", "o" + _CIRCUMFLEX, "o" + _HORN, "p", "q", "r", "s", "t", "u",
    "u" + _HORN, "v", "w", "x", "y", "z",
)  # fmt: skip
_RANK = {unicodedata.normalize("NFC", letter): index for index, letter in enumerate(_LETTERS)}
_BREAKS = re.compile(r"[\t\n\v\f\r\x1c-\x1f\x85\u2028\u2029]+")
_SPACES = re.compile(r"\s+")
_WORD = re.compile(r"\w+")
_SHORT = 60
"""Letters; words and names come again and again in one paper and are folded once."""


def tidy(text: str) -> str:
    """Return `text` as it is stored: NFC, one space between words, nothing invisible.

    NUL, other control and format characters (zero-width, bidirectional overrides) are dropped;
    line breaks and tabs count as spaces.
    """
    spaced = _BREAKS.sub(" ", text)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def fold(text: str) -> str:
    """Return the accent-blind search key: «Văn hoá», «van hoa» and «VĂN HÓA» fold alike."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    lowered = unicodedata.normalize("NFD", tidy(text).casefold())
    bare = "".join(char for char in lowered if unicodedata.category(char) != "Mn")
    return tidy(bare.replace(_D_BAR, "d"))


_fold_short = lru_cache(maxsize=16_384)(_fold)


def fold_tones(text: str) -> str:
    """Return a key blind to case and to the place of the tone mark, and to nothing else.

    «Hoá» and «Hóa» are one word; «Hương Văn» and «Hương Vân» are two wards. The tone of each word
    is moved to its end, so the key is for comparing and not for reading.
    """
    return _WORD.sub(lambda word: _tone_last(word[0]), tidy(text).casefold())


def sort_key(text: str) -> str:
    """Return a key that sorts like a Vietnamese dictionary under plain byte order.

    Letters first (a ă â b … d đ …; digits before letters, space before all), then tones in the
    order none, huyền, hỏi, ngã, sắc, nặng, then case.
    """
    letters, tones, cases = [], [], []
    for char in tidy(text):
        base, tone = _split_tone(char)
        letters.append(_weight(base.casefold()))
        tones.append(str(tone))
        cases.append("1" if base != base.casefold() else "0")
    return f"{''.join(letters)}!{''.join(tones)}!{''.join(cases)}"


def is_one_edit_apart(first: str, second: str) -> bool:
    """Tell whether one insertion, deletion, replacement or nothing turns one text into the other."""
    if len(first) > len(second):
        first, second = second, first
    if len(second) - len(first) > 1:
        return False
    start = 0
    while start < len(first) and first[start] == second[start]:
        start += 1
    if len(first) == len(second):
        return first[start + 1 :] == second[start + 1 :]
    return first[start:] == second[start + 1 :]


def _tone_last(word: str) -> str:
    decomposed = unicodedata.normalize("NFD", word)
    letters = "".join(char for char in decomposed if char not in TONE_MARKS)
    tones = "".join(char for char in decomposed if char in TONE_MARKS)
    return unicodedata.normalize("NFC", letters + tones)


def _split_tone(char: str) -> tuple[str, int]:
    """Return a letter without its tone, and the tone: 0 for none, 1 to 5 in dictionary order."""
    decomposed = unicodedata.normalize("NFD", char)
    tone = next((TONE_MARKS.index(mark) + 1 for mark in decomposed if mark in TONE_MARKS), 0)
    letters = "".join(mark for mark in decomposed if mark not in TONE_MARKS)
    return unicodedata.normalize("NFC", letters), tone


def _weight(letter: str) -> str:
    """Return a fixed-order weight: space, digits, letters, then whatever else by code point."""
    if letter == " ":
        return '"'
    if letter in "0123456789":
        return letter
    rank = _RANK.get(letter)
    return f"~{letter}" if rank is None else chr(ord("A") + rank)
