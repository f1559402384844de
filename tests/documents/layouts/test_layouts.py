"""However an office lays its plan out, no row is lost and every cell is right."""

from __future__ import annotations

import pytest

from tests.documents.layouts.catalogue import LAYOUTS, Layout
from tests.documents.layouts.makers import CHECK, HEADER, NEWS, REVIEW, THREE, text, word
from tracker.core.refusals import Refusal
from tracker.intake.plans.table import PlanDraft, read_plan


def cells(plan: PlanDraft) -> tuple[tuple[str, ...], ...]:
    return tuple(
        (row.number, row.title, row.product, row.lead_text, row.coordinating_text, row.term_text) for row in plan.rows
    )


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_every_cell_of_a_layout_is_read(layout: Layout) -> None:
    plan = read_plan(layout.data, f"ke-hoach.{layout.suffix}")

    assert cells(plan) == layout.rows
    assert tuple(section.title for section in plan.sections) == layout.sections
    assert plan.all_problems() == ()


@pytest.mark.parametrize("layout", LAYOUTS, ids=lambda layout: layout.name)
def test_rows_stand_under_the_section_printed_above_them(layout: Layout) -> None:
    plan = read_plan(layout.data, f"ke-hoach.{layout.suffix}")
    titles = [row.section.title for row in plan.rows if row.section]

    assert list(dict.fromkeys(titles)) == list(layout.sections)
    assert len(titles) == (len(plan.rows) if layout.sections else 0)


def test_a_number_used_twice_loses_no_row() -> None:
    plan = read_plan(word([HEADER, REVIEW, ("1", *CHECK[1:])]), "ke-hoach.docx")

    assert len(plan.rows) == 2
    assert [(one.line, one.column) for one in plan.all_problems()] == [(3, "STT")]


def test_rows_pasted_from_a_table_are_read_like_a_file() -> None:
    pasted = "\n".join("\t".join(row) for row in (HEADER, *THREE))

    assert cells(read_plan(pasted.encode(), "bang-da-dan.csv")) == THREE


def test_an_unclosed_quote_is_refused_and_nothing_is_half_read() -> None:
    data = text([HEADER, REVIEW]) + '2;"Kiểm tra công vụ;;Phòng Nội vụ;;Quý I\n'.encode() + text([NEWS])

    with pytest.raises(Refusal) as refused:
        read_plan(data, "ke-hoach.csv")

    assert refused.value.details["why"] == "open_quote"
    assert refused.value.details["line"] == 3


def test_a_table_without_a_row_says_so() -> None:
    plan = read_plan(text([HEADER]), "ke-hoach.csv")

    assert plan.rows == ()
    assert len(plan.problems) == 1


@pytest.mark.parametrize("suffix", ["doc", "odt", "pdf"])
def test_other_formats_are_refused_in_a_sentence(suffix: str) -> None:
    with pytest.raises(Refusal) as refused:
        read_plan(b"\xd0\xcf\x11\xe0", f"ke-hoach.{suffix}")

    assert refused.value.details["why"] == "extension"
