"""A phrase of assignment taken apart: who leads, who coordinates, who only watches.

Which units exist on a day, and which of them a phrase of assignment means.

«UBND các xã, phường» is fifteen units on 22/12/2020 and nine on 08/7/2021; «Hương Văn» and
«Hương Vân» are two wards, so a name one letter off is asked about and never taken silently.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from tracker.core.text import fold_accents, normalise_text
from tracker.office import name_reader

_CLAUSES = re.compile(r"\s*[;\n]\s*")
_PARENTHESES = re.compile(r"\(([^()]*)\)")
_MOST_JOINED = 5
"""Pieces between commas that may still be one name: «Phòng Văn hoá, Thể thao và Du lịch»."""
_MOST_PIECES = 200

_ORDERS = (("giao",), ("yeu", "cau"), ("de", "nghi"), ("phan", "cong"), ("don", "vi", "chu", "tri"))
_HEADS = (
    ("dong", "chi"), ("thu", "truong"), ("giam", "doc"), ("chu", "tich"), ("lanh", "dao"),
    ("truong",), ("chanh",),
)  # fmt: skip
_VERBS = frozenset(
    {
        "chu tri", "tham muu", "thuc hien", "theo doi", "don doc", "can doi", "bao cao", "ra soat",
        "trien khai", "hoan thanh", "khan truong", "chiu trach", "co trach", "xu ly", "giai quyet",
        "ban hanh", "cong khai", "phat hanh", "kip thoi", "tiep tuc", "tong hop", "chi dao", "nghiem tuc",
    }
)  # fmt: skip


@dataclass(slots=True)
class _Sheet:
    """What has been understood so far."""

    leads: list[int] = field(default_factory=list)
    coordinating: list[int] = field(default_factory=list)
    monitors: list[int] = field(default_factory=list)
    external: list[str] = field(default_factory=list)
    unknown: list[name_reader.UnknownPiece] = field(default_factory=list)
    remarks: list[name_reader.Remark] = field(default_factory=list)
    is_collective: bool = False

    def note(self, note: name_reader.UnitNote, text: str) -> None:
        self.remarks.append(name_reader.Remark(note, text))


def resolve_assignment(text: str, units: tuple[name_reader.UnitName, ...], on: dt.date) -> name_reader.Resolution:
    """Return what the phrase means on the day; see `units.resolve`."""
    lexicon, sheet = name_reader.lexicon_of(units, on), _Sheet()
    for clause in _CLAUSES.split(text):
        if normalise_text(clause):
            _read_clause(normalise_text(clause), lexicon, sheet)
    leads = tuple(dict.fromkeys(sheet.leads))
    kinds = {unit.kind for unit in units if unit.id in leads}
    if len(leads) > 1 and not sheet.is_collective and not kinds <= name_reader.COMMUNE_LEVEL:
        sheet.note(name_reader.UnitNote.SEVERAL_LEADS, normalise_text(text))
    return name_reader.Resolution(
        leads=leads,
        coordinating=tuple(unit for unit in dict.fromkeys(sheet.coordinating) if unit not in leads),
        monitors=tuple(dict.fromkeys(sheet.monitors)),
        collective=sheet.is_collective,
        external=tuple(dict.fromkeys(sheet.external)),
        unknown=tuple(dict.fromkeys(sheet.unknown)),
        remarks=tuple(dict.fromkeys(sheet.remarks)),
    )


def _read_clause(clause: str, lexicon: name_reader.Lexicon, sheet: _Sheet) -> None:
    """Give each part of a clause its role by the verbs around it."""
    lead_mark = None
    for found in _PARENTHESES.finditer(clause):
        if fold_accents(found[1]) == "chu tri":
            lead_mark = found.start()
        elif fold_accents(found[1]) not in {"", "phoi hop"}:
            sheet.note(name_reader.UnitNote.GROUP, normalise_text(found[1]))
    if lead_mark is not None:
        _read_list(_PARENTHESES.sub(" ", clause[:lead_mark]), lexicon, sheet, sheet.leads)
        rest = _PARENTHESES.sub(" ", clause[lead_mark:]).strip(" ,;-")
        _read_list(_after_coordination(rest), lexicon, sheet, sheet.coordinating)
        return
    words = _PARENTHESES.sub(" ", clause).split()
    folded = [fold_accents(word).strip(",.:") for word in words]
    pairs = [" ".join(folded[index : index + 2]) for index in range(len(folded))]
    if "chi dao" in pairs and ("dong chi" in pairs or "chu tich" in pairs):
        sheet.note(name_reader.UnitNote.SUPERVISOR, clause)
        return
    if "phoi hop" in pairs:
        cut = pairs.index("phoi hop")
        right = _after_coordination(" ".join(words[cut:]))
        if right:
            _read_list(" ".join(words[:cut]), lexicon, sheet, sheet.leads)
            _read_list(right, lexicon, sheet, sheet.coordinating)
        else:
            _read_list(" ".join(words[:cut]), lexicon, sheet, sheet.coordinating)
        return
    role = sheet.monitors if {"theo doi", "don doc"} & set(pairs) else sheet.leads
    _read_list(" ".join(words), lexicon, sheet, role)


def _after_coordination(text: str) -> str:
    """Return what follows «phối hợp với», or the text itself when it does not start so."""
    words = text.split()
    folded = [fold_accents(word) for word in words]
    if folded[:2] == ["phoi", "hop"]:
        words = words[3:] if folded[2:3] in (["voi"], ["cung"]) else words[2:]
    return " ".join(words)


def _read_list(text: str, lexicon: name_reader.Lexicon, sheet: _Sheet, role: list[int]) -> None:
    """Read names between commas, the longest first: a comma may stand inside a name."""
    pieces = _pieces(_without_verbs(text))
    index, prefix = 0, ""
    while index < len(pieces):
        for end in range(min(len(pieces), index + _MOST_JOINED), index, -1):
            joined = text_between(pieces, index, end)
            named = _read_name(joined, prefix, lexicon, sheet, role)
            if named is not None:
                prefix = named
                break
        else:
            end = index + 1
            piece = text_between(pieces, index, end)
            if name_reader.is_group(piece):
                sheet.note(name_reader.UnitNote.GROUP, piece)
            sheet.unknown.append(name_reader.UnknownPiece(piece, _suggestions(piece, prefix, lexicon)))
        index = end


def _suggestions(piece: str, prefix: str, lexicon: name_reader.Lexicon) -> tuple[int, ...]:
    name = _without_head(piece)[0]
    return tuple(dict.fromkeys((*lexicon.suggest(name), *lexicon.suggest(f"{prefix} {name}"))))


def _pieces(text: str) -> list[tuple[str, str]]:
    """Return the pieces of a list, each with the separator that follows it."""
    parts: list[tuple[str, str]] = []
    start = 0
    for match in name_reader.SEPARATORS.finditer(text):
        parts.append((text[start : match.start()], match[0]))
        start = match.end()
    parts.append((text[start:], ""))
    cleaned = [(piece.strip(" .:-+"), separator) for piece, separator in parts]
    return [(piece, separator) for piece, separator in cleaned if piece][:_MOST_PIECES]


def text_between(pieces: list[tuple[str, str]], first: int, last: int) -> str:
    """Return pieces joined again by their own separators."""
    inner = "".join(piece + separator for piece, separator in pieces[first : last - 1])
    return inner + pieces[last - 1][0]


def _read_name(text: str, prefix: str, lexicon: name_reader.Lexicon, sheet: _Sheet, role: list[int]) -> str | None:
    """Take `text` if it names something; return the prefix that later names may share."""
    name, is_head = _without_head(text)
    unit = lexicon.find(name)
    if unit is None and prefix:
        unit = lexicon.find(f"{prefix} {name}")
    if unit is None and not _starts_with_kind(name):
        unit = lexicon.find_bare(name)
    if unit is None and is_head:
        unit = lexicon.find_by_opening(name)
    if unit is not None:
        _take(unit, text, lexicon, sheet, role)
    elif name_reader.is_undefined_subset(name):
        sheet.note(name_reader.UnitNote.SUBSET_UNDEFINED, text)
    elif not _take_collective(name, text, lexicon, sheet, role):
        if not name_reader.is_outside(name):
            return None
        sheet.external.append(name)
    if is_head:
        sheet.note(name_reader.UnitNote.HEAD_ADDRESSED, text)
    return _shared_prefix(name) or prefix


def _take(unit: name_reader.UnitName, text: str, lexicon: name_reader.Lexicon, sheet: _Sheet, role: list[int]) -> None:
    if unit.kind in name_reader.OUTSIDE_KINDS:
        sheet.external.append(unit.name)
    elif unit.is_active(lexicon.on):
        role.append(unit.id)
    elif heirs := lexicon.successors(unit):
        role.extend(heir.id for heir in heirs)
        sheet.note(name_reader.UnitNote.SUCCESSOR_TAKEN, text)
    else:
        sheet.note(name_reader.UnitNote.NOT_ACTIVE, text)


def _take_collective(name: str, text: str, lexicon: name_reader.Lexicon, sheet: _Sheet, role: list[int]) -> bool:
    """Fan a collective out to the units of the day; a count that does not agree is asked."""
    collective = name_reader.read_collective(name)
    if collective is None:
        return False
    members = [unit.id for unit in lexicon.units if unit.kind in collective.kinds and unit.is_active(lexicon.on)]
    if any(count != len(members) for count in collective.counts):
        sheet.note(name_reader.UnitNote.COUNT_DIFFERS, text)
        return True
    role.extend(members)
    sheet.is_collective = sheet.is_collective or role is sheet.leads
    return True


def _without_head(text: str) -> tuple[str, bool]:
    """Return a name without the orders and the heads before it, and whether a head was addressed."""
    words, is_head, changed = text.split(), False, True
    while changed:
        changed = False
        for opening in (*_ORDERS, *_HEADS):
            if len(words) > len(opening) and tuple(fold_accents(word) for word in words[: len(opening)]) == opening:
                words, changed = words[len(opening) :], True
                is_head = is_head or opening in _HEADS
    return " ".join(words), is_head


def _without_verbs(text: str) -> str:
    """Return the text up to the verb that says what to do."""
    words = text.split()
    folded = [fold_accents(word).strip(",.:") for word in words]
    for index in range(1, len(words)):
        if " ".join(folded[index : index + 2]) in _VERBS:
            return " ".join(words[:index])
    return text


def _starts_with_kind(name: str) -> bool:
    return fold_accents(name).split(" ")[0] in {"ubnd", "phuong", "xa", "phong"}


def _shared_prefix(name: str) -> str:
    """Return the words that the next names of a list may leave out: «UBND phường»."""
    prefix: list[str] = []
    for word in name.split()[:2]:
        if fold_accents(word) not in {"ubnd", "phuong", "xa", "phong"}:
            break
        prefix.append(word)
    return " ".join(prefix)


def active_units(units: Iterable[name_reader.UnitName], on: dt.date) -> tuple[name_reader.UnitName, ...]:
    """Return the units that exist on a day, in their given order."""
    return tuple(unit for unit in units if unit.is_active(on))


def find_units(text: str, units: Iterable[name_reader.UnitName], on: dt.date) -> name_reader.Resolution:
    """Return which units `text` names on the day `on`; refuses nothing, asks about the rest."""
    return resolve_assignment(text, tuple(units), on)
