"""A report is read like a careful clerk reads it: what does not hold is said, what holds is left alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from tests.documents.labelled_paragraphs import PARAGRAPHS
from tests.documents.layouts.makers import fill, saved
from tracker.documents.report_checking import check
from tracker.documents.report_reading import read_report
from tracker.rules.checking.findings import Case, Finding, Severity
from tracker.wording.findings import SENTENCES, explain, stands_at

HERE = Path(__file__).parent
REPORT = (HERE / "bao-cao-nam-2021.md").read_bytes()
WARDS = ("Bình Tiến", "Hương Chữ", "Hương Văn", "Hương Vân")


@pytest.fixture(scope="module")
def found() -> list[Finding]:
    return check(read_report(REPORT, "bao-cao.md"), WARDS)


def of(found: list[Finding], severity: Severity) -> set[tuple[Case, str]]:
    """Return the cases of a severity with the first place that shows each."""
    return {(each.case, each.where[0].section) for each in found if each.severity is severity}


def test_every_error_of_the_report_of_2021_is_found_and_nothing_else_is_called_wrong(
    found: list[Finding],
) -> None:
    """Each error is named by its figures; what only looks odd is not called wrong."""
    assert of(found, Severity.ERROR) == {
        (Case.PARTS_DO_NOT_ADD_UP, "II.1"),
        (Case.RATE_DIFFERS_FROM_TEXT, "3.4.1"),
        (Case.PARTS_DO_NOT_ADD_UP, "II.3"),
        (Case.TEXT_DIFFERS_FROM_ROW, "I.2"),
        (Case.TEXT_DIFFERS_FROM_ROW, "II.1"),
        (Case.ALL_CLAIMED_ROWS_SAY_LESS, "II.1"),
        (Case.ROWS_OUT_OF_ORDER, "4.3.2"),
        (Case.TEXT_DIFFERS_FROM_ROW, "II.3"),
        (Case.COUNTED_TWICE, "II.3"),
        (Case.SHARES_EXCLUDE_EACH_OTHER, "7.6.2a"),
        (Case.TOTAL_MISSING, "7.6.2"),
        (Case.NOTE_ABOUT_SOMETHING_ELSE, "7.6.2a"),
        (Case.NOT_A_UNIT, "1.4.1"),
        (Case.UNIT_MISSING, "5.4"),
        (Case.UNIT_MISSING, "7.4"),
        (Case.LABEL_LEAVES_OUT, "5.4"),
    }
    assert sum(each.severity is Severity.ERROR for each in found) == 17  # II.3 differs from two rows


def test_figures_stand_in_the_findings(found: list[Finding]) -> None:
    numbers = {each.case: each.numbers for each in found if each.severity is Severity.ERROR}
    totals = {each.numbers[:2] for each in found if each.case is Case.PARTS_DO_NOT_ADD_UP}

    assert totals == {(Decimal(8850), Decimal(8847)), (Decimal(152), Decimal(134))}
    assert numbers[Case.COUNTED_TWICE][:2] == (Decimal(1290), Decimal(1315))
    assert numbers[Case.RATE_DIFFERS_FROM_TEXT][:2] == (Decimal(7080), Decimal(8232))


def test_what_needs_an_explanation_is_asked_about(found: list[Finding]) -> None:
    asked = {case for case, _ in of(found, Severity.WARNING)}

    assert asked >= {
        Case.EXACTLY_THE_SUM,
        Case.WINDOW_DIFFERS,
        Case.OPEN_NOT_SPLIT,
        Case.SCOPE_CHANGED,
        Case.DONE_BEFORE_YEAR_END,
        Case.NOTHING_OPEN,
        Case.UNIT_BEING_DISSOLVED,
        Case.CLAIM_WITHOUT_FIGURE,
        Case.CLAIM_AGAINST_FIGURE,
        Case.COUNT_OF_PAPERS_DIFFERS,
        Case.NO_NUMERATOR,
        Case.BLANK_WITHOUT_REASON,
        Case.SAME_FACT_TWICE,
        Case.SAME_VALUE_AGAIN,
        Case.NO_DATE,
        Case.OTHER_AREAS,
        Case.NOT_OUR_FACT,
    }


def test_a_ward_a_letter_off_is_asked_about_and_two_real_wards_are_not() -> None:
    text = "Kiểm tra phường Hương Chũ, phường Hương Văn và phường Hương Vân."
    names = [each for each in check(read_report(text.encode(), "a.txt"), WARDS)]

    assert [(each.case, each.details["name"], each.details["meant"]) for each in names] == [
        (Case.NAME_ONE_LETTER_OFF, "Hương Chũ", "Hương Chữ")
    ]


@pytest.mark.parametrize(("text", "wrong"), PARAGRAPHS)
def test_a_paragraph_is_judged_as_a_clerk_would(text: str, wrong: frozenset[int]) -> None:
    found = check(read_report(text.encode(), "doan.txt"))

    assert {int(each.numbers[0]) for each in found if each.severity is Severity.ERROR} == wrong


def test_the_appendix_of_a_word_file_is_read_row_by_row() -> None:
    paper = Document()
    paper.add_paragraph("Báo cáo năm 2021")
    fill(
        paper,
        [
            ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"),
            ("4.3", "Người làm việc", "", "", ""),
            ("4.3.1", "Tổng số được giao", "Người", "1.211", ""),
            ("4.3.2", "Tổng số có mặt", "Người", "1.805", ""),
        ],
    )
    report = read_report(saved(paper), "bao-cao.docx")

    assert [(row.code, int(row.value or 0)) for row in report.rows[1:]] == [("4.3.1", 1211), ("4.3.2", 1805)]
    assert [each.case for each in check(report)] == [Case.ROWS_OUT_OF_ORDER]


def test_every_finding_has_its_sentence_with_nothing_left_open(found: list[Finding]) -> None:
    said = [explain(each) for each in found]

    assert set(SENTENCES) == set(Case)
    assert all("{" not in sentence and "None" not in sentence for sentence in said)
    assert all(stands_at(place) for each in found for place in each.where)
