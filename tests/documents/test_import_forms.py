"""The forms one downloads are the forms the importers read."""

from __future__ import annotations

import io
from collections.abc import Callable, Sequence

import pytest
from python_calamine import CalamineWorkbook

from tracker.documents.sheets import (
    GUIDE_HEAD,
    GUIDE_SHEET,
    PLAN_COLUMNS,
    REGISTER_COLUMNS,
    ImportColumn,
    build_empty_plan,
    build_empty_register,
    build_workbook,
)
from tracker.intake.plans.table import read_plan
from tracker.intake.registers.table import read_register_file

FORMS = [(build_empty_plan, PLAN_COLUMNS), (build_empty_register, REGISTER_COLUMNS)]


def filled_in(columns: Sequence[ImportColumn], *above: Sequence[str]) -> bytes:
    """Return a form with the examples of its own guide typed below its head."""
    rows = [*above, [column.example for column in columns]]
    return build_workbook("Mẫu", (), [column.head for column in columns], rows)


@pytest.mark.parametrize(("empty", "columns"), FORMS)
def test_a_form_has_its_heads_and_a_guide_with_an_example_of_each(
    empty: Callable[[], bytes], columns: Sequence[ImportColumn]
) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(empty()))

    assert book.get_sheet_by_index(0).to_python()[-1] == [column.head for column in columns]
    guide = book.get_sheet_by_name(GUIDE_SHEET).to_python()
    assert guide[0] == list(GUIDE_HEAD)
    assert [line[0] for line in guide[1:]] == [column.head for column in columns]
    assert all(all(line) for line in guide)


def test_the_guide_is_never_taken_for_rows() -> None:
    assert read_plan(build_empty_plan(), "mau.xlsx").rows == ()
    assert read_register_file(build_empty_register(), "mau.xlsx").rows == ()


def test_the_examples_of_the_plan_are_read_without_a_problem() -> None:
    draft = read_plan(filled_in(PLAN_COLUMNS, ("I", "Cải cách thủ tục hành chính")), "ke-hoach.xlsx")

    [row] = draft.rows
    cells = (row.number, row.title, row.product, row.lead_text, row.coordinating_text, row.term_text, row.basis)
    assert cells == tuple(column.example for column in PLAN_COLUMNS)
    assert row.section is not None
    assert draft.all_problems() == ()


def test_the_examples_of_the_register_are_read_without_a_problem() -> None:
    draft = read_register_file(filled_in(REGISTER_COLUMNS), "so.xlsx")

    [row] = draft.rows
    days = (row.issued_on, row.received_on, row.due_on, row.done_on, row.confirmed_on)
    assert [f"{day:%d/%m/%Y}" for day in days if day] == [
        column.example for column in REGISTER_COLUMNS if column.example.endswith("/07/2021")
    ]
    words = (row.reference_text, row.issuer, row.leader, row.content, row.lead_text, row.coordinating_text)
    assert words == tuple(REGISTER_COLUMNS[place].example for place in (1, 4, 5, 6, 7, 8))
    assert (row.term_text, row.reply_text) == ("trước ngày 30/7/2021", "120/BC-PNV")
    assert draft.all_problems() == ()
