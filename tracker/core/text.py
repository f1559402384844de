"""Vietnamese text: cleaning on the way in, search keys, sort keys, and «one letter off».

Text typed in the fonts used before Unicode: TCVN3 (ABC) and VNI, recognised and converted.

In such a file the letters are symbols of Latin-1: TCVN3 gives each accented letter one symbol, VNI writes the
accent after its letter. Letters are named by code points, so that this file shows what it means anywhere.

Finding words: what is kept of a text so that it can be found, and what somebody typed to find it.

Typed without marks, a word matches every word of those letters; typed with marks, it must match them. The place of
a tone mark counts for nothing («hoá» is «hóa»), nor do case and the zeros before a number («06» is «6»).
"""

from __future__ import annotations

import enum
import re
import unicodedata
from dataclasses import dataclass
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


def normalise_text(text: str) -> str:
    """Return `text` as it is stored: NFC, one space between words, nothing invisible.

    NUL, other control and format characters (zero-width, bidirectional overrides) are dropped;
    line breaks and tabs count as spaces.
    """
    spaced = _BREAKS.sub(" ", text)
    visible = "".join(char for char in spaced if unicodedata.category(char) not in {"Cc", "Cf", "Cs"})
    return _SPACES.sub(" ", unicodedata.normalize("NFC", visible)).strip()


def fold_accents(text: str) -> str:
    """Return the accent-blind search key: «Văn hoá», «van hoa» and «VĂN HÓA» fold alike."""
    return _fold_short(text) if len(text) <= _SHORT else _fold(text)


def _fold(text: str) -> str:
    lowered = unicodedata.normalize("NFD", normalise_text(text).casefold())
    bare = "".join(char for char in lowered if unicodedata.category(char) != "Mn")
    return normalise_text(bare.replace(_D_BAR, "d"))


_fold_short = lru_cache(maxsize=16_384)(_fold)


def fold_tones(text: str) -> str:
    """Return a key blind to case and to the place of the tone mark, and to nothing else.

    «Hoá» and «Hóa» are one word; «Hương Văn» and «Hương Vân» are two wards. The tone of each word
    is moved to its end, so the key is for comparing and not for reading.
    """
    return _WORD.sub(lambda word: _tone_last(word[0]), normalise_text(text).casefold())


def sort_key(text: str) -> str:
    """Return a key that sorts like a Vietnamese dictionary under plain byte order.

    Letters first (a ă â b … d đ …; digits before letters, space before all), then tones in the
    order none, huyền, hỏi, ngã, sắc, nặng, then case.
    """
    letters, tones, cases = [], [], []
    for char in normalise_text(text):
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


_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_TONES = ("", _GRAVE, _HOOK, _TILDE, _ACUTE, _DOT)

_TCVN3_ROWS = (
    ("a", "", "00 b5 b6 b7 b8 b9"),
    ("a", _BREVE, "a8 bb bc bd be c6"),
    ("a", _CIRCUMFLEX, "a9 c7 c8 c9 ca cb"),
    ("e", "", "00 cc ce cf d0 d1"),
    ("e", _CIRCUMFLEX, "aa d2 d3 d4 d5 d6"),
    ("i", "", "00 d7 d8 dc dd de"),
    ("o", "", "00 df e1 e2 e3 e4"),
    ("o", _CIRCUMFLEX, "ab e5 e6 e7 e8 e9"),
    ("o", _HORN, "ac ea eb ec ed ee"),
    ("u", "", "00 ef f1 f2 f3 f4"),
    ("u", _HORN, "ad f5 f6 f7 f8 f9"),
    ("y", "", "00 fa fb fc fd fe"),
)
"""Letter, its shape, and the codes of its six tones in the order of `_TONES`; 00 is plain ASCII."""
_TCVN3_CAPITALS = {"a1": "A" + _BREVE, "a2": "A" + _CIRCUMFLEX, "a3": "E" + _CIRCUMFLEX, "a4": "O" + _CIRCUMFLEX,
                   "a5": "O" + _HORN, "a6": "U" + _HORN, "a7": "\u0110", "ae": _D_BAR}  # fmt: skip

_VNI_MARKS = {
    "f9": _ACUTE, "f8": _GRAVE, "fb": _HOOK, "f5": _TILDE, "ef": _DOT,
    "e2": _CIRCUMFLEX, "e1": _CIRCUMFLEX + _ACUTE, "e0": _CIRCUMFLEX + _GRAVE, "e5": _CIRCUMFLEX + _HOOK,
    "e3": _CIRCUMFLEX + _TILDE, "e4": _CIRCUMFLEX + _DOT,
    "ea": _BREVE, "e9": _BREVE + _ACUTE, "e8": _BREVE + _GRAVE, "fa": _BREVE + _HOOK, "fc": _BREVE + _TILDE,
    "eb": _BREVE + _DOT,
}  # fmt: skip
_VNI_ALONE = {"f4": "o" + _HORN, "f6": "u" + _HORN, "f1": _D_BAR, "ed": "i" + _ACUTE, "ec": "i" + _GRAVE,
              "e6": "i" + _HOOK, "f3": "i" + _TILDE, "f2": "i" + _DOT, "ee": "y" + _DOT}  # fmt: skip

_FEWEST = 5
"""A paper with fewer odd symbols may really contain them («25 m²», a name in French)."""
_MODERN = re.compile("[\u0111\u01a1\u01b0\u0103\u1ea0-\u1ef9]", re.IGNORECASE)
_TCVN3_SIGN = re.compile("[\u00a8-\u00ae\u00b5-\u00b9\u00bb-\u00be\u00c6\u00d7\u00f7]")
_VNI_SIGN = re.compile("[aeouy\u00f4\u00f6][\u00f9\u00f8\u00fb\u00f5\u00ef\u00e5\u00e4\u00e2\u00e3]", re.IGNORECASE)


class LegacyFont(enum.StrEnum):
    """A family of fonts from before Unicode."""

    TCVN3 = "TCVN3"
    VNI = "VNI"


def _letter(code: str) -> str:
    return chr(int(code, 16))


def _tcvn3() -> dict[str, str]:
    table = {_letter(code): unicodedata.normalize("NFC", text) for code, text in _TCVN3_CAPITALS.items()}
    for base, shape, codes in _TCVN3_ROWS:
        for tone, code in zip(_TONES, codes.split(), strict=True):
            if code != "00":
                table[_letter(code)] = unicodedata.normalize("NFC", base + shape + tone)
    return table


def _vni() -> tuple[dict[str, str], dict[str, str]]:
    """Return the marks that follow a letter and the letters that stand alone, capitals included."""
    marks = {_letter(code): mark for code, mark in _VNI_MARKS.items()}
    alone = {_letter(code): text for code, text in _VNI_ALONE.items()}
    marks |= {symbol.upper(): mark for symbol, mark in marks.items()}
    alone |= {symbol.upper(): text.upper() for symbol, text in alone.items()}
    return marks, alone


_TCVN3 = _tcvn3()
_MARKS, _ALONE = _vni()
_PAIR = re.compile(f"([aeouyAEOUY\u00f4\u00f6\u00d4\u00d6])([{''.join(_MARKS)}])")


def detect_legacy_font(text: str) -> LegacyFont | None:
    """Return the family of fonts a whole paper was typed in; None for Unicode, or when in doubt."""
    composed = unicodedata.normalize("NFC", text)
    if _MODERN.search(composed):
        return None
    signs = {LegacyFont.TCVN3: len(_TCVN3_SIGN.findall(text)), LegacyFont.VNI: len(_VNI_SIGN.findall(text))}
    font = max(signs, key=lambda one: signs[one])
    return font if signs[font] >= _FEWEST else None


def convert_legacy_text(text: str, font: LegacyFont) -> str:
    """Return text in Unicode; a TCVN3 line whose plain letters are all capitals becomes capitals."""
    if font is LegacyFont.VNI:
        return _from_vni(text)
    converted = "".join(_TCVN3.get(char, char) for char in text)
    plain = [char for char in text if char.isascii() and char.isalpha()]
    is_capital = len(plain) > 1 and all(char.isupper() for char in plain)
    return converted.upper() if is_capital else converted


def _from_vni(text: str) -> str:
    paired = _PAIR.sub(lambda pair: _ALONE.get(pair[1], pair[1]) + _MARKS[pair[2]], text)
    return unicodedata.normalize("NFC", "".join(_ALONE.get(char, char) for char in paired))


_SEARCH_WORD = re.compile(r"[^\W_]+")
_QUOTED = re.compile('["\u201c\u201d«»]([^"\u201c\u201d«»]*)["\u201c\u201d«»]')
LONGEST_QUESTION = 200
"""Letters of a question that are read; the rest is left out."""


@dataclass(frozen=True, slots=True)
class SearchQuery:
    """What somebody looks for: every phrase must be there, the words of a phrase side by side.

    Words are in the form in which `search_key` keeps them.
    """

    phrases: tuple[tuple[str, ...], ...]

    def __bool__(self) -> bool:
        return bool(self.phrases)


def search_key(*texts: str) -> str:
    """Return the form of some texts that is kept for finding: their words without marks, then with marks.

    A word stands between spaces, so that a phrase can be looked for as a part of the key.
    """
    whole = " ".join(text for text in texts if text)
    marked = _words(whole)
    if not marked:
        return ""
    return f" {' '.join(map(fold_accents, marked))} | {' '.join(marked)} "


def parse_search_query(typed: str) -> SearchQuery:
    """Read what somebody typed: several words are all wanted; words in quotes are wanted side by side."""
    found: list[tuple[str, ...]] = []
    rest = typed[:LONGEST_QUESTION]
    for quoted in _QUOTED.findall(rest):
        found += _phrases(quoted)
    found += [(word,) for word in _words(_QUOTED.sub(" ", rest))]
    return SearchQuery(tuple(dict.fromkeys(found)))


def matches_query(wanted: SearchQuery, key: str) -> bool:
    """Tell whether a text, by its `search_key`, holds every phrase that is wanted."""
    return all(f" {' '.join(phrase)} " in key for phrase in wanted.phrases)


def _phrases(quoted: str) -> list[tuple[str, ...]]:
    """Return a quotation as phrases: side by side without marks, and each word typed with marks by itself."""
    words = tuple(_words(quoted))
    plain = tuple(map(fold_accents, words))
    if not words or words == plain:
        return [plain] if words else []
    if not set(words) & set(plain):
        return [words]
    return [plain, *((word,) for word in words if word not in plain)]


def _words(text: str) -> list[str]:
    """Return the words of a text with their marks, the tone of each moved to its end, no zeros before numbers."""
    return [
        word.lstrip("0") or "0" if word[0] == "0" else fold_tones(word)
        for word in _SEARCH_WORD.findall(normalise_text(text).casefold())
    ]
