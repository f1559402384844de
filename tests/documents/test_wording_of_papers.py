"""Every code that a paper can raise has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

from tracker.documents.inspection import content_types, elements, opendocument, relationships
from tracker.rules.terms import Assumption, TermKind, TermUnit
from tracker.rules.units import UnitNote
from tracker.wording.refusals import WHY_NO_TEMPLATE
from tracker.wording.terms import ASSUMPTIONS, FILE_REFUSALS, TERM_KINDS, TERM_UNITS, UNIT_NOTES

ROOMS = [Path(__file__).parents[2] / "tracker" / room for room in ("documents", "services", "store")]


def test_every_assumption_kind_unit_and_note_has_words() -> None:
    assert set(ASSUMPTIONS) == set(Assumption)
    assert set(TERM_KINDS) == set(TermKind)
    assert set(TERM_UNITS) == set(TermUnit)
    assert set(UNIT_NOTES) == set(UnitNote)


def test_every_reason_to_refuse_a_file_has_words() -> None:
    source = "".join(path.read_text(encoding="utf-8") for room in ROOMS for path in room.rglob("*.py"))

    raised = set(re.findall(r'(?:refused\(|why=)"(\w+)"', source))
    known = FILE_REFUSALS.keys() | WHY_NO_TEMPLATE.keys()

    assert raised - known == set()
    assert [code for code in known if f'"{code}"' not in source] == []
    assert [code for code in _FORBIDDEN_THINGS if code not in known] == []


_FORBIDDEN_THINGS = (
    *(code for _, code in content_types._FORBIDDEN),
    *relationships._REASONS.values(),
    *elements._IN_WORD.values(),
    *elements._IN_SHEETS.values(),
    *opendocument._FORBIDDEN.values(),
)
