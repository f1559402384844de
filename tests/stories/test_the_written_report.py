"""The report of 2021 written, read back and checked: figures of the words, the appendix and the page are one."""

from __future__ import annotations

import datetime as dt
import io
from decimal import Decimal

import pytest
from docx import Document
from python_calamine import CalamineWorkbook
from sqlalchemy.orm import Session

from tracker.core.clock import ManualClock, local_instant
from tracker.database.unit_of_work import UnitOfWork, unit_of_work
from tracker.law.references import count_of
from tracker.office import people as office_people
from tracker.office.people import COMMAND_LINE
from tracker.reports import appendix as report_appendix, content as report_content, queries as report_queries
from tracker.reports.checking.check import check_report
from tracker.reports.checking.paper import FindingCase, Severity
from tracker.reports.checking.reader import read_report
from tracker.reports.paper.excel import report_sheets
from tracker.reports.paper.model import (
    ReportBlockKind,
    ReportPaper,
    numbers_of,
    parse_report_paper,
    split_at_placeholders,
)
from tracker.reports.paper.word import report_word

EVENING = local_instant(dt.date(2021, 11, 10), 18)


@pytest.fixture
def paper(year: Session) -> ReportPaper:
    """Return the paper of the report that the demonstration opens."""
    [report] = report_queries.list_reports(year)
    return report_content.paper_of_report(UnitOfWork(year, COMMAND_LINE, EVENING), report)


def test_read_back_every_figure_is_that_of_the_appendix(paper: ReportPaper, year: Session) -> None:
    read = read_report(report_word(paper), "bao-cao.docx")
    [report] = report_queries.list_reports(year)
    known = {
        line.indicator.code: line.number
        for line in report_appendix.build_report_appendix(UnitOfWork(year, COMMAND_LINE, EVENING), report).lines
    }

    assert {row.code: row.value for row in read.rows if row.code in known} == known
    assert {code: count_of(words) for code, words in numbers_of(paper.rows).items()} == {
        code: known[code] for code in numbers_of(paper.rows)
    }


def test_the_words_never_differ_from_the_appendix(paper: ReportPaper) -> None:
    found = check_report(read_report(report_word(paper), "bao-cao.docx"))
    wrong = {each.case for each in found if each.severity is Severity.ERROR}

    assert not wrong & {
        FindingCase.TEXT_DIFFERS_FROM_ROW,
        FindingCase.PARTS_DO_NOT_ADD_UP,
        FindingCase.SHARE_DIFFERS,
        FindingCase.RATE_DIFFERS_FROM_TEXT,
        FindingCase.ALL_CLAIMED_ROWS_SAY_LESS,
    }


def test_printed_twice_it_is_the_same_file(paper: ReportPaper) -> None:
    kept = parse_report_paper(paper.as_text())

    assert kept == paper
    assert report_word(kept) == report_word(paper)
    assert report_sheets(kept) == report_sheets(paper)


def test_it_says_what_was_done_by_area_with_papers_and_their_days(paper: ReportPaper) -> None:
    said = "\n".join(block.text for block in paper.blocks)

    assert "Kế hoạch số 553/KH-UBND ngày 24/02/2021" in said
    assert "đã ban hành 09 văn bản chỉ đạo" in said
    assert "Đã kiểm tra 09 cơ quan, đơn vị" in said and "Không kiểm tra UBND xã Hương Phong" in said
    assert "còn 10 lượt giao đang thực hiện đã quá hạn" in said
    assert "Tổng số TTHC đang có hiệu lực: 471 thủ tục" in said


def test_what_nobody_knows_is_a_hole_until_the_office_writes_it(paper: ReportPaper, year: Session) -> None:
    assert [hole for hole in paper.holes if "kết quả đạt được" in hole]
    coordinator = office_people.find_person_by_login(year, "noivu")
    assert coordinator is not None
    actor = office_people.get_person_actor(year, coordinator, EVENING.date())
    [report_id] = [report.id for report in report_queries.list_reports(year)]
    with unit_of_work(year, actor, ManualClock(EVENING)) as work:
        report_content.write_texts(work, report_id, {"III.1": "Hoàn thành kế hoạch.", "III.2": "- Còn chậm."})
    [report] = report_queries.list_reports(year)
    written = report_content.paper_of_report(UnitOfWork(year, COMMAND_LINE, EVENING), report)

    [left] = written.holes  # the day of a paper that nobody registered
    assert [piece for piece, is_hole in split_at_placeholders(left) if is_hole] == [
        "[CẦN BỔ SUNG]"
    ] and "89/QĐ-UBND" in left
    assert [block.kind for block in written.blocks if block.text in ("Hoàn thành kế hoạch.", "- Còn chậm.")] == [
        ReportBlockKind.TEXT,
        ReportBlockKind.ITEM,
    ]


def test_the_paper_has_the_form_of_the_decree(paper: ReportPaper) -> None:
    word = Document(io.BytesIO(report_word(paper)))
    section = word.sections[0]
    margins = [round(getattr(section, f"{side}_margin").cm, 1) for side in ("top", "bottom", "left", "right")]
    heads = [table.rows[0]._tr.xpath("./w:trPr/w:tblHeader") for table in word.tables[2:]]

    assert margins == [2.0, 2.0, 3.0, 1.5]
    assert word.styles["Normal"].font.name == "Times New Roman"
    assert "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM" in word.tables[0].cell(0, 1).text
    assert "Nơi nhận:" in word.tables[1].cell(0, 0).text
    assert len(heads) == 2 and all(heads)


def test_the_excel_file_has_appendix_units_and_definitions(paper: ReportPaper) -> None:
    book = CalamineWorkbook.from_filelike(io.BytesIO(report_sheets(paper)))
    cells = {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}
    figures = {row[0]: row[3] for row in cells["Phụ lục I"] if row[3] not in ("", "Số liệu")}

    assert book.sheet_names == ["Phụ lục I", "Phụ lục II", "Định nghĩa"]
    assert Decimal(str(figures["1.3.1"])) == 158 and figures["3.4.1"] == "86,1%"
    assert len(cells["Định nghĩa"]) == 5 + 84
