"""How offices are named in assignments: names, collectives, heads, roles.

Phrases that mean many units at once, and bodies outside the committee; accent-folded patterns.

Names, aliases and abbreviations of units, and the units they lead to.

A unit as its name sees it, and what a phrase of assignment can turn out to mean.
"""

from __future__ import annotations

import datetime as dt
import enum
import re
from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache

from tracker.core.text import fold_accents, fold_tones, is_one_edit_apart, normalise_text


class UnitKind(enum.StrEnum):
    """What a unit is; decides which collectives include it."""

    AUTHORITY = "authority"
    DEPARTMENT = "department"
    SERVICE_UNIT = "service_unit"
    ONE_STOP = "one_stop"
    OFFICE = "office"
    WARD = "ward"
    COMMUNE = "commune"
    PARTY = "party"
    EXTERNAL = "external"


COMMUNE_LEVEL = frozenset({UnitKind.WARD, UnitKind.COMMUNE})
OUTSIDE_KINDS = frozenset({UnitKind.PARTY, UnitKind.EXTERNAL})
"""Bodies that the committee asks and does not assign; never counted."""


class UnitLevel(enum.StrEnum):
    """The level of government a unit belongs to."""

    PROVINCE = "province"
    DISTRICT = "district"
    COMMUNE = "commune"


@dataclass(frozen=True, slots=True)
class UnitName:
    """A unit as the resolver sees it; it exists from `valid_from` to `valid_to`, both included."""

    id: int
    code: str
    name: str
    kind: UnitKind
    level: UnitLevel = UnitLevel.DISTRICT
    aliases: tuple[str, ...] = ()
    valid_from: dt.date = dt.date.min
    valid_to: dt.date | None = None
    successors: tuple[int, ...] = ()

    def is_active(self, on: dt.date) -> bool:
        """Tell whether the unit exists on a day."""
        return self.valid_from <= on and (self.valid_to is None or on <= self.valid_to)


class UnitNote(enum.StrEnum):
    """Something in a phrase of assignment that a person should know or settle."""

    GROUP = "group"
    SUBSET_UNDEFINED = "subset_undefined"
    COUNT_DIFFERS = "count_differs"
    HEAD_ADDRESSED = "head_addressed"
    SUCCESSOR_TAKEN = "successor_taken"
    NOT_ACTIVE = "not_active"
    SEVERAL_LEADS = "several_leads"
    SUPERVISOR = "supervisor"


TO_SETTLE = frozenset({UnitNote.SUBSET_UNDEFINED, UnitNote.COUNT_DIFFERS, UnitNote.NOT_ACTIVE, UnitNote.SEVERAL_LEADS})
"""Notes after which an assignment cannot go out before somebody has chosen."""


@dataclass(frozen=True, slots=True)
class Remark:
    """A note and the words of the phrase it is about."""

    note: UnitNote
    text: str


@dataclass(frozen=True, slots=True)
class UnknownPiece:
    """Words that name no unit; `suggestions` are units one letter or one accent away."""

    text: str
    suggestions: tuple[int, ...] = ()


@dataclass(frozen=True, slots=True)
class Resolution:
    """What a phrase of assignment means on a day; unit ids in the order written."""

    leads: tuple[int, ...] = ()
    coordinating: tuple[int, ...] = ()
    monitors: tuple[int, ...] = ()
    collective: bool = False
    external: tuple[str, ...] = ()
    unknown: tuple[UnknownPiece, ...] = ()
    remarks: tuple[Remark, ...] = ()

    @property
    def is_settled(self) -> bool:
        """Tell whether nothing is left to ask."""
        return not self.unknown and not any(remark.note in TO_SETTLE for remark in self.remarks)


@dataclass(frozen=True, slots=True)
class FormerNames:
    """Names that units no longer have: the unit, the last civil day on which the name was its own, the name."""

    rows: tuple[tuple[int, dt.date, str], ...]

    def on(self, day: dt.date) -> dict[int, str]:
        """Return by unit the name it had on a civil day, where that is not the present one."""
        later = (row for row in sorted(self.rows, key=lambda row: row[1], reverse=True) if row[1] >= day)
        return {unit_id: name for unit_id, _, name in later}


SEPARATORS = re.compile(r"\s*,\s*(?:v\u00e0\s+)?|\s+v\u00e0\s+", re.IGNORECASE)
"""What stands between two names of a list; it may also stand inside one name."""

_MANY = r"(?:tat ca |toan bo |toan the )?(?:cac |nhung |moi |(?P<count>\d{1,3})(?: (?P<whole>\d{1,3}))? )"
_BELONGING = re.compile(
    r"(?P<kept>.+?) (?:(?:thuoc|truc thuoc|tren dia ban|tren toan|trong|cua|cap)\b.*|thi xa|cong lap)", re.ASCII
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
    words = re.findall(r"\w+", fold_accents(text).replace("uy ban nhan dan", "ubnd"))
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


_WORD = re.compile(r"\w+")
_LONG_FORMS = {("uy", "ban", "nhan", "dan"): "ubnd", ("hoi", "dong", "nhan", "dan"): "hdnd"}
_SHORT_FORMS = frozenset(_LONG_FORMS.values())
_KIND_WORDS = (("ubnd",), ("phuong",), ("xa",), ("phong",), ("ban",), ("trung", "tam"))
_TWO_WORD_LEVELS = frozenset({"thi", "thanh"})
_SHORTEST_GUESS = 4
"""Letters; a shorter name is one edit away from too many others."""


class Lexicon:
    """All ways of writing the units known on a day."""

    def __init__(self, units: Iterable[UnitName], on: dt.date) -> None:
        self.units = tuple(units)
        self.on = on
        self._by_id = {unit.id: unit for unit in self.units}
        self._places = self._place_words()
        self._exact: dict[str, list[UnitName]] = defaultdict(list)
        self._bare: dict[str, list[UnitName]] = defaultdict(list)
        for unit in self.units:
            for written in (unit.name, *unit.aliases, unit.code):
                self._enter(unit, written)

    def find(self, text: str) -> UnitName | None:
        """Return the unit that `text` names in full or by an alias, if it is the only one."""
        words = _key_words(text)
        return self._only(self._exact, words) or self._only(self._exact, self._without_place(words))

    def find_bare(self, text: str) -> UnitName | None:
        """Return the unit whose own name, without «UBND», «phường» or «Phòng», is `text`."""
        return self._only(self._bare, self._without_place(_key_words(text)))

    def find_by_opening(self, text: str) -> UnitName | None:
        """Return the unit whose name opens with `text`, as in «Chánh Văn phòng», if only one does."""
        words = _key_words(text)
        found = [
            unit for unit in self.units if unit.is_active(self.on) and _key_words(unit.name)[: len(words)] == words
        ]
        return found[0] if len(found) == 1 and len(words) > 1 else None

    def suggest(self, text: str) -> tuple[int, ...]:
        """Return the active units that `text` may mean: the accents missing, or one letter off."""
        words = self._without_place(_key_words(text))
        asked = {"".join(words), "".join(_without_kind(words))}
        plain = {fold_accents(key) for key in asked}
        found: list[int] = []
        for key, units in (*self._exact.items(), *self._bare.items()):
            near = any(len(one) >= _SHORTEST_GUESS and is_one_edit_apart(one, key) for one in asked)
            if near or fold_accents(key) in plain:
                found.extend(unit.id for unit in units if unit.is_active(self.on))
        return tuple(dict.fromkeys(found))

    def successors(self, unit: UnitName) -> tuple[UnitName, ...]:
        """Return the units that stand for a closed unit on the day, followed to the end."""
        found, waiting, seen = [], list(unit.successors), {unit.id}
        while waiting:
            heir = self._by_id.get(waiting.pop(0))
            if heir is None or heir.id in seen:
                continue
            seen.add(heir.id)
            if heir.is_active(self.on):
                found.append(heir)
            else:
                waiting.extend(heir.successors)
        return tuple(found)

    def _enter(self, unit: UnitName, written: str) -> None:
        words = _key_words(written)
        self._add(self._exact, "".join(words), unit)
        if unit.kind is not UnitKind.AUTHORITY:
            shorter = self._without_place(words)
            self._add(self._exact, "".join(shorter), unit)
            bare = _without_kind(shorter)
            self._add(self._bare, "".join(bare), unit)
            kind = _kind_of(_key_words(unit.name))
            self._add(self._exact, "".join((*kind, *bare)), unit)

    @staticmethod
    def _add(index: dict[str, list[UnitName]], key: str, unit: UnitName) -> None:
        if key and unit not in index[key]:
            index[key].append(unit)

    def _only(self, index: dict[str, list[UnitName]], words: tuple[str, ...]) -> UnitName | None:
        """Return the one unit under a key; among namesakes the one that exists on the day."""
        units = index.get("".join(words), [])
        if len(units) > 1:
            units = [unit for unit in units if unit.is_active(self.on)]
        return units[0] if len(units) == 1 else None

    def _place_words(self) -> tuple[tuple[str, ...], ...]:
        """Return the ways a name ends with the place it belongs to: «thị xã Hương Trà», «thị xã»."""
        places: list[tuple[str, ...]] = []
        for unit in self.units:
            words = _key_words(unit.name)
            if unit.kind is UnitKind.AUTHORITY and words[:1] == ("ubnd",) and len(words) > 1:
                level = 2 if fold_accents(words[1]) in _TWO_WORD_LEVELS else 1
                places += [words[1:], words[1 : 1 + level]]
        return tuple(places)

    def _without_place(self, words: tuple[str, ...]) -> tuple[str, ...]:
        for place in self._places:
            if len(words) > len(place) and words[-len(place) :] == place:
                return words[: -len(place)]
        return words


@lru_cache(maxsize=400)
def lexicon_of(units: tuple[UnitName, ...], on: dt.date) -> Lexicon:
    """Return the lexicon of a day; the rows of a register come back to the days of one year."""
    return Lexicon(units, on)


@lru_cache(maxsize=4096)
def _key_words(text: str) -> tuple[str, ...]:
    """Return the words that matter in a name, blind to case, tone place, «và», «&» and dashes."""
    words = [word for word in _WORD.findall(normalise_text(text)) if fold_accents(word) != "va"]
    keys: list[str] = []
    index = 0
    while index < len(words):
        long_form = tuple(fold_accents(word) for word in words[index : index + 4])
        if long_form in _LONG_FORMS:
            keys.append(_LONG_FORMS[long_form])
            index += 4
            continue
        plain = fold_accents(words[index])
        keys.append(plain if plain in _SHORT_FORMS else fold_tones(words[index]))
        index += 1
    return tuple(keys)


def _kind_of(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return the words of a name that only say what kind of unit it is: «Phòng», «UBND phường»."""
    return words[: len(words) - len(_without_kind(words))]


@lru_cache(maxsize=4096)
def _without_kind(words: tuple[str, ...]) -> tuple[str, ...]:
    """Return a name without the words that only say what kind of unit it is."""
    changed = True
    while changed:
        changed = False
        for kind in _KIND_WORDS:
            if len(words) > len(kind) and tuple(fold_accents(word) for word in words[: len(kind)]) == kind:
                words, changed = words[len(kind) :], True
    return words
