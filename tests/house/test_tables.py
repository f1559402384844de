"""One row says one thing: how many production files a filter, a cut, a column and a figure of the report touch.

The lists stand in docs/adding.md. What is counted are files that hold the name or the words of a row alone between
quotation marks: one file more than before is a second place that must be kept in step.
"""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

import pytest

from tests.house.sources import ROOT, TRACKER, name_of
from tracker.core.labels import TIMING_LOOKS, TIMING_WORDS
from tracker.law.timing import Timing
from tracker.reports.paper.model import UNIT_COLUMNS
from tracker.tasks.cuts import CUTS, Cut, CutDefinition
from tracker.tasks.filter_kinds import Filter
from tracker.tasks.filters import FILTERS, FORM_ORDER
from tracker.tasks.lists import ORDER_KEYS, TASK_COLUMNS, ListColumn, Order

TEMPLATES = ROOT / "templates"
OF_LISTS = (TRACKER / "tasks", TEMPLATES / "tasks", TEMPLATES / "saved_views")
SELECTION = "tracker/tasks/selection.py"
OTHER_NAMES = {
    "tracker/tasks/lists.py": TASK_COLUMNS,
    "tracker/tasks/views/columns.py": {*TASK_COLUMNS, "chi-dao", "dem"},
    "templates/tasks/_rows.html": {"chi-dao", "dem"},
    "tracker/tasks/views/list_request.py": {"dem", "ket-qua", "han", "don-vi"},
    "tracker/tasks/cuts.py": {each.name for each in CUTS.values()},
    "tracker/tasks/views/bulk.py": {"han", "gia-han"},
    "templates/tasks/many_look.html": {"viec", "gia-han"},
    "templates/tasks/_many.html": {"viec"},
    "tracker/tasks/forms/bulk.py": {"viec", "han", "gia-han"},
    "tracker/tasks/verbs.py": {"han", "gia-han"},
}
"""Files in which the word that names a filter names something else (a column, a cut, an action), or a link asks for it
as for any other list."""


@cache
def texts(folders: tuple[Path, ...]) -> dict[str, str]:
    paths = [path for folder in folders for path in folder.rglob("*") if path.suffix in {".py", ".html"}]
    return {name_of(path): path.read_text(encoding="utf-8") for path in sorted(paths)}


def files_that_say(words: str, *folders: Path) -> set[str]:
    quoted = re.compile(rf"[\"']{re.escape(words)}[\"']")
    return {name for name, text in texts(folders).items() if quoted.search(text)}


@pytest.mark.parametrize("each", FILTERS, ids=lambda each: each.name)
def test_a_filter_touches_three_files_of_lists_at_most(each: Filter) -> None:
    """Its field, its row; a third one where it has a field above every list."""
    said = files_that_say(each.name, *OF_LISTS)
    own = {name for name in said if each.name not in OTHER_NAMES.get(name, ())}

    assert "tracker/tasks/filters.py" in own
    assert len(own | {SELECTION}) <= 3, own


def test_every_field_of_the_form_has_its_place() -> None:
    assert set(FORM_ORDER) == {each.name for each in FILTERS if each.form}
    assert len({each.name for each in FILTERS}) == len(FILTERS)


@pytest.mark.parametrize("each", CUTS.values(), ids=lambda each: each.name)
def test_a_cut_is_said_in_one_file(each: CutDefinition) -> None:
    assert not each.note or files_that_say(each.note, TRACKER, TEMPLATES) == {"tracker/tasks/cuts.py"}


def test_every_cut_has_its_row() -> None:
    assert CUTS.keys() == set(Cut)
    assert len({each.name for each in CUTS.values()}) == len(CUTS)


@pytest.mark.parametrize("each", TASK_COLUMNS.values(), ids=lambda each: each.name)
def test_a_column_of_a_list_is_said_in_one_file(each: ListColumn) -> None:
    assert files_that_say(each.meaning, TRACKER, TEMPLATES) == {"tracker/tasks/lists.py"}


def test_every_order_of_a_list_has_its_key() -> None:
    assert ORDER_KEYS.keys() == set(Order) == {each.order for each in TASK_COLUMNS.values() if each.order}


@pytest.mark.parametrize("head", [each.head for each in UNIT_COLUMNS[3:]])
def test_a_column_of_the_units_of_the_report_is_said_in_one_file(head: str) -> None:
    said = {name for name in files_that_say(head, TRACKER, TEMPLATES) if name.startswith("tracker/reports/")}

    assert said == {"tracker/reports/paper/model.py"}


def test_every_timing_has_its_look() -> None:
    assert TIMING_LOOKS.keys() == {*map(str, Timing), "due_soon"}
    for name, each in TIMING_LOOKS.items():
        assert not each.meaning or files_that_say(each.meaning, TRACKER, TEMPLATES) == {"tracker/core/labels.py"}
        assert TIMING_WORDS[name] == each.words
