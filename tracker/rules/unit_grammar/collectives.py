"""Phrases that mean many units at once, and bodies outside the committee; accent-folded patterns."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import lru_cache

from tracker.rules.text import fold
from tracker.rules.unit_names import COMMUNE_LEVEL, UnitKind

SEPARATORS = re.compile(r"\s*,\s*(?:v\u00e0\s+)?|\s+v\u00e0\s+", re.IGNORECASE)
"""What stands between two names of a list; it may also stand inside one name."""

_MANY = r"(?:tat ca |toan bo |toan the )?(?:cac |nhung |moi |(?P<count>\d{1,3})(?: (?P<whole>\d{1,3}))? )"
_BELONGING = re.compile(
    r"(?P<kept>.+?) (?:(?:thuoc|truc thuoc|tren dia ban|tren toan|trong|cua|cap)\b.*|thi xa|cong lap)",
    re.ASCII,
)
_BODIES = r"(?:co quan|phong|phong ban|co quan chuyen mon|phong ban nganh)"
_DEPARTMENTS = frozenset({UnitKind.DEPARTMENT})
_SERVICE = frozenset({UnitKind.SERVICE_UNIT})
_OFFICES = _DEPARTMENTS | _SERVICE

_COLLECTIVES: tuple[tuple[str, frozenset[UnitKind]], ...] = (
    (rf"(?:ubnd )?{_MANY}(?:xa phuong|phuong xa)(?: thi tran)?", COMMUNE_LEVEL),
    (r"(?:ubnd )?(?:xa phuong|x p|phuong xa)", COMMUNE_LEVEL),
    (rf"(?:ubnd )?{_MANY}phuong", frozenset({UnitKind.WARD})),
    (rf"(?:ubnd )?{_MANY}xa", frozenset({UnitKind.COMMUNE})),
    (rf"{_MANY}dia phuong|dia phuong", COMMUNE_LEVEL),
    (rf"{_MANY}{_BODIES} don vi(?: su nghiep)? dia phuong", _OFFICES | COMMUNE_LEVEL),
    (rf"{_MANY}don vi dia phuong", _OFFICES | COMMUNE_LEVEL),
    (rf"{_MANY}{_BODIES} don vi(?: su nghiep)?", _OFFICES),
    (rf"{_MANY}don vi su nghiep|(?:cac )?dvsn(?:cl)?", _SERVICE),
    (rf"{_MANY}(?:co quan|phong|phong ban) chuyen mon|(?:cac )?cqcm", _DEPARTMENTS),
    (rf"{_MANY}(?:phong ban nganh|phong ban|phong)", _DEPARTMENTS),
    (rf"{_MANY}co quan", _DEPARTMENTS),
    (rf"{_MANY}don vi", _OFFICES),
)  # fmt: skip
_WHOLE = tuple((re.compile(pattern, re.ASCII), kinds) for pattern, kinds in _COLLECTIVES)
_CONCERNED = re.compile(
    r"(?:(?:ubnd|cac|nhung|co quan|don vi|dia phuong|phong|ban|nganh|xa|phuong|chuyen mon|su nghiep) )*"
    r"(?:co )?(?:lien quan|duoc giao)",
    re.ASCII,
)
_SOME_OF = re.compile(
    r"(?:ubnd )?\d{1,3} (?:xa phuong|phuong xa|xa|phuong|don vi|co quan|phong)"
    r"(?! (?:phong|ubnd|van|trung|thanh|doi)\b)(?: \w+){1,4}",
    re.ASCII,
)
_OUTSIDE = re.compile(
    r"(?:(?:(?:cac |ban thuong vu |thuong truc |van phong |ban \w+(?: \w+)? |cac ban cua )*"
    r"(?:thi uy|tinh uy|dang uy|huyen uy|thanh uy)"
    r"|(?:thuong truc |tt |cac ban )?hdnd(?! ubnd)|(?:uy ban |ub)?(?:mttq\w*|mat tran)|cong an"
    r"|ban (?:chi huy quan su|chqs)|hoi (?:nong dan|lien hiep|phu nu|cuu chien binh)|doan thanh nien"
    r"|lien doan lao dong|toa an|vien kiem sat"
    r"|chi cuc|kho bac|bao hiem xa hoi|bhxh|dien luc|ngan hang|buu dien|so \w+|cac so|bo \w+|cac bo|ubnd tinh"
    r"|cac (?:hoi|doan the|to chuc)|to chuc chinh tri)\b.*)",
    re.ASCII,
)
_GROUP = re.compile(
    r"(?:cac )?(?:thanh vien )?(?:doan (?:kiem tra|thanh tra|giam sat)|to (?:cong tac|giup viec)"
    r"|ban chi dao|hoi dong)\b.*",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class Collective:
    """Every active unit of some kinds; `counts` are the numbers the phrase claims («9/9»)."""

    kinds: frozenset[UnitKind]
    counts: tuple[int, ...] = ()


@lru_cache(maxsize=4096)
def plain_words(text: str) -> str:
    """Return a phrase as folded words with single spaces and no punctuation."""
    words = re.findall(r"\w+", fold(text).replace("uy ban nhan dan", "ubnd"))
    return " ".join(word for word in words if word != "va")


def read_collective(text: str) -> Collective | None:
    """Return the collective that the whole of `text` is, if any."""
    plain = plain_words(_without_belonging(text))
    for pattern, kinds in _WHOLE:
        if match := pattern.fullmatch(plain):
            written = (match.groupdict().get("count"), match.groupdict().get("whole"))
            return Collective(kinds, tuple(int(one) for one in written if one))
    return None


def _without_belonging(text: str) -> str:
    """Return a phrase without «thuộc UBND thị xã» at its end, looking at its last piece only."""
    ends = [match.end() for match in SEPARATORS.finditer(text)]
    start = ends[-1] if ends else 0
    match = _BELONGING.fullmatch(plain_words(text[start:]))
    return text if match is None else f"{text[:start]}{match['kept']}"


def is_undefined_subset(text: str) -> bool:
    """Tell whether a phrase means some units without saying which («đơn vị liên quan»)."""
    plain = plain_words(text)
    if _CONCERNED.fullmatch(plain):
        return True
    return read_collective(text) is None and _SOME_OF.fullmatch(plain) is not None


def is_outside(text: str) -> bool:
    """Tell whether a phrase names a body that the committee can only ask."""
    return SEPARATORS.search(text) is None and _OUTSIDE.fullmatch(plain_words(text)) is not None


def is_group(text: str) -> bool:
    """Tell whether a phrase names people gathered by a decision and not a unit."""
    return _GROUP.fullmatch(plain_words(text)) is not None
