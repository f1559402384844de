"""Every code that a paper can raise has its sentence."""

from __future__ import annotations

import re
from pathlib import Path

from tracker.core.refusal_sentences import FILE_REFUSALS, WHY_NO_TEMPLATE
from tracker.documents.inspection import content as inspection_content, office as inspection_office, relationships
from tracker.law.terms import Assumption, TermKind, TermUnit
from tracker.office.name_reader import UnitNote
from tracker.tasks.labels import ASSUMPTIONS, TERM_KINDS, TERM_UNITS, UNIT_NOTES

TRACKER = Path(__file__).parents[2] / "tracker"
SENTENCES = TRACKER / "core/refusal_sentences.py"


def test_every_assumption_kind_unit_and_note_has_words() -> None:
    assert set(ASSUMPTIONS) == set(Assumption)
    assert set(TERM_KINDS) == set(TermKind)
    assert set(TERM_UNITS) == set(TermUnit)
    assert set(UNIT_NOTES) == set(UnitNote)


def test_every_reason_to_refuse_a_file_has_words() -> None:
    files = [path for path in TRACKER.rglob("*.py") if path != SENTENCES]
    source = "".join(path.read_text(encoding="utf-8") for path in files)

    raised = set(re.findall(r'(?:refused\(|why=)"(\w+)"', source))
    known = FILE_REFUSALS.keys() | WHY_NO_TEMPLATE.keys()

    assert raised - known == set()
    assert [code for code in known if f'"{code}"' not in source] == []
    assert [code for code in _FORBIDDEN_THINGS if code not in known] == []


_FORBIDDEN_THINGS = (
    *(code for _, code in inspection_content._FORBIDDEN),
    *relationships._REASONS.values(),
    *inspection_content._IN_WORD.values(),
    *inspection_content._IN_SHEETS.values(),
    *inspection_office._FORBIDDEN.values(),
)
