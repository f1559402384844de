"""Text typed in the fonts used before Unicode: TCVN3 (ABC) and VNI, recognised and converted.

In such a file the letters are symbols of Latin-1: TCVN3 gives each accented letter one symbol, VNI writes the
accent after its letter. Letters are named by code points, so that this file shows what it means anywhere.
"""

from __future__ import annotations

import enum
import re
import unicodedata

_GRAVE, _HOOK, _TILDE, _ACUTE, _DOT = "\u0300", "\u0309", "\u0303", "\u0301", "\u0323"
_BREVE, _CIRCUMFLEX, _HORN = "\u0306", "\u0302", "\u031b"
_D_BAR = "\u0111"
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
_VNI_SIGN = re.compile(
    "[aeouy\u00f4\u00f6][\u00f9\u00f8\u00fb\u00f5\u00ef\u00e5\u00e4\u00e2\u00e3]", re.IGNORECASE
)


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


def recognise(text: str) -> LegacyFont | None:
    """Return the family of fonts a whole paper was typed in; None for Unicode, or when in doubt."""
    composed = unicodedata.normalize("NFC", text)
    if _MODERN.search(composed):
        return None
    signs = {
        LegacyFont.TCVN3: len(_TCVN3_SIGN.findall(text)),
        LegacyFont.VNI: len(_VNI_SIGN.findall(text)),
    }
    font = max(signs, key=lambda one: signs[one])
    return font if signs[font] >= _FEWEST else None


def convert(text: str, font: LegacyFont) -> str:
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
