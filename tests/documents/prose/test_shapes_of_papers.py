"""What papers look like on the way to their duties: Word's own numbers, tables, wrapped lines, odd cases."""

from __future__ import annotations

import datetime as dt
import io
from typing import Any

import pytest
from docx import Document
from docx.document import Document as Paper
from docx.oxml import OxmlElement, parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.text.paragraph import Paragraph
from hypothesis import given, strategies as st

from tests.documents.labelled_directives import town
from tracker.core.refusals import Refusal
from tracker.documents.paragraphs import read_paragraphs
from tracker.intake.prose.drafts import DraftTask, Extraction, ReadingContext, extract_paper
from tracker.office.name_reader import UnitName

ISSUED = dt.date(2021, 3, 15)
LISTS = f"""
<w:numbering {nsdecls("w")}>
  <w:abstractNum w:abstractNumId="91">
    <w:lvl w:ilvl="0"><w:numFmt w:val="decimal"/></w:lvl>
    <w:lvl w:ilvl="1"><w:numFmt w:val="lowerLetter"/></w:lvl>
  </w:abstractNum>
  <w:num w:numId="91"><w:abstractNumId w:val="91"/></w:num>
</w:numbering>
"""


def reading(data: bytes, filename: str, units: tuple[UnitName, ...] | None = None) -> Extraction:
    around = ReadingContext(ISSUED, town() if units is None else units)
    return extract_paper(read_paragraphs(data, filename), around)


def typed(*lines: str) -> Extraction:
    return reading("\n".join(lines).encode(), "van-ban.txt")


def only(found: Extraction) -> DraftTask:
    [task] = found.tasks
    return task


def doubts(task: DraftTask) -> set[str]:
    return {warned.doubt.value for warned in task.warnings}


def saved(paper: Paper) -> bytes:
    buffer = io.BytesIO()
    paper.save(buffer)
    return buffer.getvalue()


def numbered(paragraph: Paragraph, level: int) -> None:
    properties: Any = paragraph._p.get_or_add_pPr()
    listed: Any = OxmlElement("w:numPr")
    for name, value in (("w:ilvl", str(level)), ("w:numId", "91")):
        child: Any = OxmlElement(name)
        child.set(qn("w:val"), value)
        listed.append(child)
    properties.append(listed)


def test_numbers_given_by_word_itself_tell_heading_from_item() -> None:
    paper = Document()
    lists = parse_xml(LISTS)
    paper.part.numbering_part._element[:] = list(lists)
    paper.add_paragraph("UBND thị xã yêu cầu:")
    for level, text in (
        (0, "Đối với UBND các xã, phường:"),
        (1, "Công khai đường dây nóng trước ngày 20/3/2021;"),
        (1, "Tự kiểm tra giờ giấc làm việc."),
        (0, "Phòng Nội vụ tổng hợp trước ngày 30/3/2021."),
    ):
        numbered(paper.add_paragraph(text), level)

    found = reading(saved(paper), "chi-thi.docx")

    assert [(len(task.leads), str(task.deadline.due)) for task in found.tasks] == [
        (15, "2021-03-20"),
        (15, "None"),
        (1, "2021-03-30"),
    ]


def test_a_letterhead_and_a_signature_in_tables_are_no_duties() -> None:
    paper = Document()
    head = paper.add_table(rows=2, cols=2)
    texts = ("ỦY BAN NHÂN DÂN\nTHỊ XÃ HƯƠNG TRÀ", "CỘNG HÒA XÃ HỘI CHỦ NGHĨA VIỆT NAM")
    for cell, text in zip(head.rows[0].cells, texts, strict=True):
        cell.text = text
    head.rows[1].cells[0].text = "Số: 245/UBND-NV"
    head.rows[1].cells[1].text = "Hương Trà, ngày 15 tháng 3 năm 2021"
    paper.add_paragraph("V/v báo cáo cải cách hành chính")
    paper.add_paragraph("Giao Phòng Nội vụ tổng hợp báo cáo trước ngày 20/3/2021.")
    foot = paper.add_table(rows=1, cols=2)
    foot.rows[0].cells[0].text = "Nơi nhận:\n- Phòng Nội vụ (thực hiện);\n- Lưu: VT."
    foot.rows[0].cells[1].text = "KT. CHỦ TỊCH\nPHÓ CHỦ TỊCH\nLê Văn Hùng"

    found = reading(saved(paper), "cong-van.docx")

    assert only(found).leads == ("NV",)
    assert (found.heading.issuer, found.heading.signer) == ("ỦY BAN NHÂN DÂN THỊ XÃ HƯƠNG TRÀ", "Lê Văn Hùng")
    assert (found.heading.kind, found.heading.summary) == ("Công văn", "báo cáo cải cách hành chính")


def test_tracked_insertions_count_and_tracked_deletions_do_not() -> None:
    paper = Document()
    line = paper.add_paragraph("Giao Phòng Nội vụ tổng hợp báo cáo")
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t> trước ngày 25/3/2021.</w:t></w:r></w:ins>'
    deleted = f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText> trước 20/3.</w:delText></w:r></w:del>'
    for change in (deleted, inserted):
        line._p.append(parse_xml(change))

    assert only(reading(saved(paper), "a.docx")).deadline.due == dt.date(2021, 3, 25)


def test_a_line_broken_by_the_width_of_the_page_is_one_paragraph() -> None:
    task = only(
        typed(
            "Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp rà soát, thống kê thủ tục",
            "hành chính nội bộ, báo cáo UBND thị xã trước ngày 30/3/2021.",
        )
    )

    assert (task.leads, task.coordinating) == (("NV",), ("TP",))
    assert task.deadline.due == dt.date(2021, 3, 30)


def test_every_finding_says_where_it_stands() -> None:
    line = "1. Giao Phòng Tư pháp rà soát văn bản trước ngày 30/3/2021."
    task = only(typed("Mở đầu.", line))

    assert task.lead_at is not None
    assert [(place.paragraph, line[place.start : place.end]) for place in (task.lead_at, *task.deadline_at)] == [
        (2, "Phòng Tư pháp"),
        (2, "trước ngày 30/3/2021"),
    ]
    assert line[task.content_at[0].start : task.content_at[0].end].startswith("rà soát văn bản")


def test_days_of_cited_papers_are_no_deadlines() -> None:
    task = only(
        typed(
            "Thực hiện Công văn số 12/UBND-NV ngày 01/4/2021 và Luật Tiếp công dân ngày 25/11/2013, giao Phòng"
            " Nội vụ triển khai Quyết định số 93/QĐ-UBND ngày 22/01/2021 của UBND thị xã."
        )
    )

    assert task.deadline.due is None
    assert "no_deadline" in doubts(task)


def test_who_only_follows_up_gets_no_task_unless_a_day_is_set_for_it() -> None:
    plain = typed("Giao Văn phòng HĐND&UBND theo dõi, đôn đốc việc thực hiện Thông báo này.")
    dated = typed("Giao Văn phòng HĐND&UBND theo dõi, đôn đốc việc thực hiện, báo cáo kết quả trước ngày 25/3/2021.")

    assert (plain.tasks, plain.monitors) == ((), ("VP",))
    assert "monitor" in doubts(only(dated))


def test_bodies_outside_the_committee_are_named_and_get_no_task() -> None:
    found = typed("Đề nghị Ủy ban MTTQ Việt Nam thị xã giám sát việc thực hiện.")

    assert found.tasks == ()
    assert found.external


def test_a_name_one_letter_off_is_asked_about_with_the_likely_unit() -> None:
    task = only(typed("UBND phường Hương Chũ báo cáo trước ngày 20/3/2021."))

    assert task.leads == ()
    [unknown] = [warned for warned in task.warnings if warned.doubt.value == "unknown_unit"]
    assert unknown.suggestions == ("UBND phường Hương Chữ",)
    assert "Có thể là UBND phường Hương Chữ" in unknown.sentence


def test_a_day_that_no_calendar_has_is_not_moved() -> None:
    task = only(typed("Phòng Kinh tế báo cáo trước ngày 31/4/2021."))

    assert task.deadline.due is None
    assert "impossible_date" in doubts(task)


def test_before_any_unit_is_entered_names_stay_as_written() -> None:
    text = "Giao Phòng Nội vụ chủ trì, phối hợp với Phòng Tư pháp, Thanh tra thị xã kiểm tra công vụ.".encode()

    task = only(reading(text, "a.txt", units=()))

    assert task.leads == ("Phòng Nội vụ",)
    assert task.coordinating == ("Phòng Tư pháp", "Thanh tra thị xã")


def test_a_paper_dated_otherwise_than_entered_is_told() -> None:
    found = typed("Số: 1/UBND", "Hương Trà, ngày 01 tháng 3 năm 2021", "Giao Phòng Nội vụ báo cáo.")

    assert [warned.doubt.value for warned in found.warnings] == ["issued_differs"]


def test_a_letter_typed_in_an_old_font_is_read_in_unicode_and_told() -> None:
    found = typed(
        "Giao Phßng Néi vô chñ tr×, phèi hîp víi Phßng T\u00ad ph¸p rµ so¸t thñ tôc tr\u00adíc ngµy 30/4/2021."
    )

    task = only(found)
    assert (task.leads, task.coordinating, task.deadline.due) == (("NV",), ("TP",), dt.date(2021, 4, 30))
    assert [warned.doubt.value for warned in found.warnings] == ["old_font"]


@pytest.mark.parametrize("filename", ["a.pdf", "a.xlsx", "a"])
def test_other_files_are_refused(filename: str) -> None:
    with pytest.raises(Refusal):
        read_paragraphs(b"%PDF-1.7", filename)


PIECES = st.sampled_from(
    "Giao Phòng Nội vụ; UBND các xã, phường: chủ trì, phối hợp với trước ngày 31/9/2021 a) 1. - + . ; :"
    " (số 93/QĐ-UBND ngày 22/01/2021) Kính gửi: Nơi nhận: CHỈ THỊ Đơn vị chủ trì: Thời gian: hằng tháng"
    " thực hiện báo cáo \n \t".split(" ")
)


@given(st.lists(PIECES, max_size=40))
def test_no_order_of_words_breaks_the_reader(words: list[str]) -> None:
    found = typed("Mở đầu.", " ".join(words), *words)

    assert all(task.leads or task.warnings for task in found.tasks)


@given(st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"]), max_size=200))
def test_no_text_breaks_the_reader(text: str) -> None:
    found = typed("Mở đầu.", text, f"Giao Phòng Nội vụ {text}")

    assert found.heading.issued_on is not None
