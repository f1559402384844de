"""Names, aliases and abbreviations of units, and the units they lead to."""

from __future__ import annotations

import datetime as dt
import re
from collections import defaultdict
from collections.abc import Iterable
from functools import lru_cache

from tracker.rules.text import fold, fold_tones, is_one_edit_apart, tidy
from tracker.rules.unit_names import UnitKind, UnitName

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
            unit
            for unit in self.units
            if unit.is_active(self.on) and _key_words(unit.name)[: len(words)] == words
        ]
        return found[0] if len(found) == 1 and len(words) > 1 else None

    def suggest(self, text: str) -> tuple[int, ...]:
        """Return the active units that `text` may mean: the accents missing, or one letter off."""
        words = self._without_place(_key_words(text))
        asked = {"".join(words), "".join(_without_kind(words))}
        plain = {fold(key) for key in asked}
        found: list[int] = []
        for key, units in (*self._exact.items(), *self._bare.items()):
            near = any(len(one) >= _SHORTEST_GUESS and is_one_edit_apart(one, key) for one in asked)
            if near or fold(key) in plain:
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
                level = 2 if fold(words[1]) in _TWO_WORD_LEVELS else 1
                places += [words[1:], words[1 : 1 + level]]
        return tuple(places)

    def _without_place(self, words: tuple[str, ...]) -> tuple[str, ...]:
        for place in self._places:
            if len(words) > len(place) and words[-len(place) :] == place:
                return words[: -len(place)]
        return words


@lru_cache(maxsize=32)
def lexicon_of(units: tuple[UnitName, ...], on: dt.date) -> Lexicon:
    """Return the lexicon of a day; an import asks for the same one on every row."""
    return Lexicon(units, on)


@lru_cache(maxsize=4096)
def _key_words(text: str) -> tuple[str, ...]:
    """Return the words that matter in a name, blind to case, tone place, «và», «&» and dashes."""
    words = [word for word in _WORD.findall(tidy(text)) if fold(word) != "va"]
    keys: list[str] = []
    index = 0
    while index < len(words):
        long_form = tuple(fold(word) for word in words[index : index + 4])
        if long_form in _LONG_FORMS:
            keys.append(_LONG_FORMS[long_form])
            index += 4
            continue
        plain = fold(words[index])
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
            if len(words) > len(kind) and tuple(fold(word) for word in words[: len(kind)]) == kind:
                words, changed = words[len(kind) :], True
    return words
