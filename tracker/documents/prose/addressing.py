"""Who is told to do something: «Giao … chủ trì, phối hợp với …», «Phòng Tư pháp: …», «… có trách nhiệm …»."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass

from tracker.documents.prose.lexicon import (
    BESIDE,
    FOR,
    ORDER,
    OWN,
    PROTECTED,
    ROLE,
    STATES,
    STOP,
    UNIT,
    VERB,
)
from tracker.documents.prose.moments import fold_in_place

_LONGEST_LIST = 260
"""Letters; a longer run of names is a sentence that only looks like one."""


@dataclass(frozen=True, slots=True)
class Address:
    """The words that say who leads and who helps, and where the duty itself begins in the clause.

    `start` and `end` are the place of the lead's names; the duty may be empty, as in a heading.
    """

    lead: str
    start: int
    end: int
    coordinating: str
    duty_from: int
    is_ordered: bool = False


class Reader:
    """Finds addresses; knows the names of the office, in which a word may look like a verb."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        known = sorted({name for name in names if len(name) > 4}, key=len, reverse=True)
        self._known = re.compile("|".join(re.escape(fold_in_place(name)) for name in known) or r"(?!)")

    def find(self, clause: str) -> Address | None:
        """Return who is addressed by a clause, if anybody is."""
        plain = fold_in_place(clause)
        for order in ORDER.finditer(plain):
            if UNIT.match(clause, order.end()) and not OWN.match(plain, order.end()):
                found = self._from(clause, plain, order.end(), is_ordered=True)
                if found is not None:
                    return found
        for start in _openings(clause, plain):
            if UNIT.match(clause, start) and not OWN.match(plain, start):
                found = self._from(clause, plain, start)
                if found is not None:
                    return found
        return None

    def helpers(self, clause: str) -> tuple[str, int]:
        """Return the coordinating names a duty opens with («Chủ trì, phối hợp với …»), and where it begins."""
        plain = fold_in_place(clause)
        start = _after(ROLE, plain, 0)
        beside = BESIDE.match(plain, start)
        if beside is None or not UNIT.match(clause, beside.end()):
            return "", start
        end = self._list_end(clause, plain, beside.end())
        return clause[beside.end() : end].strip(" ,"), _after(ROLE, plain, end)

    def _from(self, clause: str, plain: str, start: int, *, is_ordered: bool = False) -> Address | None:
        end = self._list_end(clause, plain, start)
        lead = clause[start:end].strip(" ,.;:-–")
        if not lead or end - start > _LONGEST_LIST:
            return None
        duty = _after(ROLE, plain, end)
        helpers = ""
        beside = BESIDE.match(plain, duty)
        if beside and UNIT.match(clause, beside.end()):
            last = self._list_end(clause, plain, beside.end())
            helpers, duty = clause[beside.end() : last].strip(" ,"), _after(ROLE, plain, last)
        colon = re.match(r"\s*[:,–-]\s*", clause[duty:])
        if colon:
            duty += colon.end()
            if not helpers:
                helpers, more = self.helpers(clause[duty:])
                duty += more
        is_cut_short = duty == end and bool(clause[duty:].strip(" .;"))
        if STATES.match(plain, duty) or (is_cut_short and not self._is_verb(clause, plain, duty)):
            return None
        return Address(
            lead, start, start + len(clause[start:end].rstrip(" ,.;:-–")), helpers, duty, is_ordered
        )

    def _is_verb(self, clause: str, plain: str, place: int) -> bool:
        while place < len(clause) and not clause[place].isalnum():
            place += 1
        return bool(VERB.match(plain, place) or STOP.match(plain, place))

    def _list_end(self, clause: str, plain: str, start: int) -> int:
        """Return where a list of names gives way to a verb, a colon or a time."""
        place = start
        while place < len(clause):
            if protected := (self._known.match(plain, place) or PROTECTED.match(clause, place)):
                place = protected.end()
                continue
            if clause[place] == ":" or (clause[place] in ".;" and place + 1 >= len(clause)):
                return place
            is_word = place > start and not clause[place - 1].isalnum() and clause[place].islower()
            if is_word and (VERB.match(plain, place) or STOP.match(plain, place) or ROLE.match(plain, place)):
                return place
            place += 1
        return len(clause)


def _openings(clause: str, plain: str) -> list[int]:
    """Return where names may begin without an order: at the start, after «Đối với», after a label."""
    starts = [0]
    if match := FOR.match(plain):
        starts = [match.end()]
    if time := re.match(r"(?:truoc|cham nhat|trong|dinh ky|hang)\b[^,]{3,60}, ", plain):
        starts.append(time.end())
    label = re.match(r"[^:]{3,90}: ", clause)
    if label:
        starts.append(label.end())
    if about := re.match(r"(?:de|nham|ve)\b[^,:]{3,200}, ", plain):
        starts.append(about.end())
    return starts


def _after(pattern: re.Pattern[str], plain: str, place: int) -> int:
    match = pattern.match(plain, place)
    end = match.end() if match else place
    while end < len(plain) and plain[end] == " ":
        end += 1
    return end
