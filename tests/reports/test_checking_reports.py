"""A report is read like a careful clerk reads it: what does not hold is said, what holds is left alone."""

from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document

from tests.documents.labelled_paragraphs import PARAGRAPHS
from tests.documents.layouts.makers import fill, saved
from tracker.reports.checking.check import check_report
from tracker.reports.checking.labels import FINDING_SENTENCES, describe_finding, describe_place
from tracker.reports.checking.paper import FindingCase, ReportFinding, Severity
from tracker.reports.checking.reader import read_report

HERE = Path(__file__).parents[1] / "documents"
REPORT = (HERE / "bao-cao-nam-2021.md").read_bytes()
WARDS = ("Bình Tiến", "Hương Chữ", "Hương Văn", "Hương Vân")


@pytest.fixture(scope="module")
def found() -> list[ReportFinding]:
    return check_report(read_report(REPORT, "bao-cao.md"), WARDS)


def of(found: list[ReportFinding], severity: Severity) -> set[tuple[FindingCase, str]]:
    """Return the cases of a severity with the first place that shows each."""
    return {(each.case, each.where[0].section) for each in found if each.severity is severity}


def test_every_error_of_the_report_of_2021_is_found_and_nothing_else_is_called_wrong(
    found: list[ReportFinding],
) -> None:
    """Each error is named by its figures; what only looks odd is not called wrong."""
    assert of(found, Severity.ERROR) == {
        (FindingCase.PARTS_DO_NOT_ADD_UP, "II.1"),
        (FindingCase.RATE_DIFFERS_FROM_TEXT, "3.4.1"),
        (FindingCase.PARTS_DO_NOT_ADD_UP, "II.3"),
        (FindingCase.TEXT_DIFFERS_FROM_ROW, "I.2"),
        (FindingCase.TEXT_DIFFERS_FROM_ROW, "II.1"),
        (FindingCase.ALL_CLAIMED_ROWS_SAY_LESS, "II.1"),
        (FindingCase.ROWS_OUT_OF_ORDER, "4.3.2"),
        (FindingCase.TEXT_DIFFERS_FROM_ROW, "II.3"),
        (FindingCase.COUNTED_TWICE, "II.3"),
        (FindingCase.SHARES_EXCLUDE_EACH_OTHER, "7.6.2a"),
        (FindingCase.TOTAL_MISSING, "7.6.2"),
        (FindingCase.NOTE_ABOUT_SOMETHING_ELSE, "7.6.2a"),
        (FindingCase.NOT_A_UNIT, "1.4.1"),
        (FindingCase.UNIT_MISSING, "5.4"),
        (FindingCase.UNIT_MISSING, "7.4"),
        (FindingCase.LABEL_LEAVES_OUT, "5.4"),
    }
    assert sum(each.severity is Severity.ERROR for each in found) == 17  # II.3 differs from two rows


def test_figures_stand_in_the_findings(found: list[ReportFinding]) -> None:
    numbers = {each.case: each.numbers for each in found if each.severity is Severity.ERROR}
    totals = {each.numbers[:2] for each in found if each.case is FindingCase.PARTS_DO_NOT_ADD_UP}

    assert totals == {(Decimal(8850), Decimal(8847)), (Decimal(152), Decimal(134))}
    assert numbers[FindingCase.COUNTED_TWICE][:2] == (Decimal(1290), Decimal(1315))
    assert numbers[FindingCase.RATE_DIFFERS_FROM_TEXT][:2] == (Decimal(7080), Decimal(8232))


def test_what_needs_an_explanation_is_asked_about(found: list[ReportFinding]) -> None:
    asked = {case for case, _ in of(found, Severity.WARNING)}

    assert asked >= {
        FindingCase.EXACTLY_THE_SUM,
        FindingCase.WINDOW_DIFFERS,
        FindingCase.OPEN_NOT_SPLIT,
        FindingCase.SCOPE_CHANGED,
        FindingCase.DONE_BEFORE_YEAR_END,
        FindingCase.NOTHING_OPEN,
        FindingCase.UNIT_BEING_DISSOLVED,
        FindingCase.CLAIM_WITHOUT_FIGURE,
        FindingCase.CLAIM_AGAINST_FIGURE,
        FindingCase.COUNT_OF_PAPERS_DIFFERS,
        FindingCase.NO_NUMERATOR,
        FindingCase.BLANK_WITHOUT_REASON,
        FindingCase.SAME_FACT_TWICE,
        FindingCase.SAME_VALUE_AGAIN,
        FindingCase.NO_DATE,
        FindingCase.OTHER_AREAS,
        FindingCase.NOT_OUR_FACT,
    }


def test_a_ward_a_letter_off_is_asked_about_and_two_real_wards_are_not() -> None:
    text = "Kiểm tra phường Hương Chũ, phường Hương Văn và phường Hương Vân."
    names = [each for each in check_report(read_report(text.encode(), "a.txt"), WARDS)]

    assert [(each.case, each.details["name"], each.details["meant"]) for each in names] == [
        (FindingCase.NAME_ONE_LETTER_OFF, "Hương Chũ", "Hương Chữ")
    ]


@pytest.mark.parametrize(("text", "wrong"), PARAGRAPHS)
def test_a_paragraph_is_judged_as_a_clerk_would(text: str, wrong: frozenset[int]) -> None:
    found = check_report(read_report(text.encode(), "doan.txt"))

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
    assert [each.case for each in check_report(report)] == [FindingCase.ROWS_OUT_OF_ORDER]


def test_every_finding_has_its_sentence_with_nothing_left_open(found: list[ReportFinding]) -> None:
    said = [describe_finding(each) for each in found]

    assert set(FINDING_SENTENCES) == set(FindingCase)
    assert all("{" not in sentence and "None" not in sentence for sentence in said)
    assert all(describe_place(place) for each in found for place in each.where)
