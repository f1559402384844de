"""The plan of 2021 from Word and from Excel, and the ways such tables come damaged."""

from __future__ import annotations

import csv
import datetime as dt
import io
from collections import Counter
from dataclasses import replace
from pathlib import Path

import pytest
from docx import Document
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls

from tracker.intake.plans.table import PlanDraft, read_plan
from tracker.law.deadlines.reader import parse_deadline
from tracker.law.references import Reference
from tracker.law.terms import TermKind
from tracker.office.assignment_phrase import find_units
from tracker.office.name_reader import UnitKind, UnitName, UnitNote

DATA = Path(__file__).parents[2] / "tracker/demo/data"
HEADER = ["STT", "Nội dung, nhiệm vụ", "Sản phẩm", "Đơn vị chủ trì", "Đơn vị phối hợp", "Thời gian hoàn thành"]


def plan_of_2021(suffix: str) -> PlanDraft:
    name = f"ke-hoach-cchc-2021.{suffix}"
    return read_plan((DATA / name).read_bytes(), name)


def typed(*rows: list[str], title: str = "") -> bytes:
    document = Document()
    document.add_paragraph(title)
    table = document.add_table(rows=0, cols=len(HEADER))
    for row in ([*HEADER], *rows):
        for cell, text in zip(table.add_row().cells, row, strict=True):
            cell.text = text
    buffer = io.BytesIO()
    document.save(buffer)
    return buffer.getvalue()


@pytest.mark.parametrize("suffix", ["docx", "xlsx"])
def test_the_plan_of_2021_has_34_tasks_in_seven_areas(suffix: str) -> None:
    plan = plan_of_2021(suffix)

    assert [row.number for row in plan.rows] == [str(number) for number in range(1, 35)]
    assert [section.number for section in plan.sections] == ["I", "II", "III", "IV", "V", "VI", "VII"]
    sizes = Counter(row.section.number for row in plan.rows if row.section)
    assert list(sizes.values()) == [9, 5, 6, 4, 4, 2, 4]
    assert plan.reference == Reference("1822", "QĐ-UBND", issued_on=dt.date(2020, 12, 22))
    assert plan.all_problems() == ()


def test_word_and_excel_give_the_same_rows() -> None:
    word = [replace(row, line=0) for row in plan_of_2021("docx").rows]
    excel = [replace(row, line=0) for row in plan_of_2021("xlsx").rows]

    assert word == excel


def test_the_terms_of_the_plan_fall_into_the_kinds_counted_by_hand() -> None:
    terms = [
        parse_deadline(row.term_text, issued=dt.date(2020, 12, 22), plan_year=2021) for row in plan_of_2021("docx").rows
    ]

    assert Counter(term.kind for term in terms) == {
        TermKind.ONCE: 18,
        TermKind.RANGE: 1,
        TermKind.RECURRING: 4,
        TermKind.CONTINUOUS: 5,
        TermKind.COMPOSITE: 1,
        TermKind.CONDITIONAL: 3,
        TermKind.RELATIVE: 1,
        TermKind.NONE: 1,
    }
    assert terms[0].due == dt.date(2021, 1, 31)
    assert terms[15].due == dt.date(2021, 9, 15)


def test_a_table_in_csv_reads_like_the_others() -> None:
    row = "1;Kiểm soát TTHC;Báo cáo;Văn phòng HĐND&UBND;Phòng Tư pháp, Phòng Nội vụ;Quý II/2021"
    for encoding in ("utf-8-sig", "utf-16"):
        plan = read_plan(f"{';'.join(HEADER)}\n{row}\n".encode(encoding), "ke-hoach.csv")

        assert [(one.title, one.term_text) for one in plan.rows] == [("Kiểm soát TTHC", "Quý II/2021")]
        assert plan.rows[0].coordinating_text == "Phòng Tư pháp, Phòng Nội vụ"


def test_repeated_numbers_and_missing_leads_are_told_with_line_and_column() -> None:
    data = typed(
        ["1", "Rà soát", "", "Phòng Tư pháp", "", "Quý I"],
        ["1", "Tuyên truyền", "", "", "", "Cả năm"],
        title="Kèm theo Quyết định số 93/QĐ-UBND ngày 22/01/2021",
    )

    plan = read_plan(data, "ke-hoach.docx")

    assert [(problem.line, problem.column) for problem in plan.all_problems()] == [(3, "Đơn vị chủ trì"), (3, "STT")]
    assert str(plan.reference) == "93/QĐ-UBND"


def test_as_above_takes_the_value_of_the_row_above() -> None:
    data = typed(["1", "Rà soát", "", "Phòng Tư pháp", "", "Quý I"], ["2", "Kiểm tra", "", "nt", "", "Như trên"])

    second = read_plan(data, "ke-hoach.docx").rows[1]

    assert (second.lead_text, second.term_text) == ("Phòng Tư pháp", "Quý I")


def test_rows_numbered_by_word_itself_are_numbered_in_order() -> None:
    data = typed(["", "Rà soát", "", "Phòng Tư pháp", "", "Quý I"], ["", "Kiểm tra", "", "Phòng Nội vụ", "", "Quý II"])

    assert [row.number for row in read_plan(data, "ke-hoach.docx").rows] == ["1", "2"]


def test_two_milestones_in_one_cell_stay_two() -> None:
    data = typed(["1", "Đề án", "", "Phòng\nNội vụ", "", "Quý II: xây dựng\nQuý IV: tổng kết"])

    row = read_plan(data, "ke-hoach.docx").rows[0]

    assert row.lead_text == "Phòng Nội vụ"
    assert row.term_text == "Quý II: xây dựng; Quý IV: tổng kết"


def test_tracked_insertions_are_read_and_tracked_deletions_are_not() -> None:
    document = Document(io.BytesIO(typed(["1", "Rà soát", "", "Phòng Tư pháp", "", "Quý I"])))
    paragraph = document.tables[0].cell(1, 1).paragraphs[0]
    inserted = f'<w:ins {nsdecls("w")} w:id="1" w:author="a"><w:r><w:t> (bổ sung)</w:t></w:r></w:ins>'
    deleted = f'<w:del {nsdecls("w")} w:id="2" w:author="a"><w:r><w:delText>cũ</w:delText></w:r></w:del>'
    moved = f'<w:moveFrom {nsdecls("w")} w:id="3" w:author="a"><w:r><w:t>đã chuyển</w:t></w:r></w:moveFrom>'
    for change in (inserted, deleted, moved):
        paragraph._p.append(parse_xml(change))
    buffer = io.BytesIO()
    document.save(buffer)

    assert read_plan(buffer.getvalue(), "ke-hoach.docx").rows[0].title == "Rà soát (bổ sung)"


def test_cells_merged_downwards_repeat_their_text() -> None:
    document = Document(
        io.BytesIO(typed(["1", "Rà soát", "", "Phòng Tư pháp", "", "Quý I"], ["2", "Kiểm tra", "", "", "", "Quý II"]))
    )
    table = document.tables[0]
    table.cell(1, 3).merge(table.cell(2, 3))
    buffer = io.BytesIO()
    document.save(buffer)

    assert [row.lead_text for row in read_plan(buffer.getvalue(), "ke-hoach.docx").rows] == ["Phòng Tư pháp"] * 2


def test_a_file_without_such_a_table_says_what_is_missing() -> None:
    plan = read_plan(b"a;b\n1;2\n", "khac.csv")

    assert plan.rows == ()
    assert "bảng nhiệm vụ" in plan.problems[0].sentence


def test_every_unit_named_in_the_plan_is_known_and_two_rows_leave_a_choice_open() -> None:
    with (DATA / "units.csv").open(encoding="utf-8-sig", newline="") as file:
        town = tuple(
            UnitName(
                id=order,
                code=row["code"],
                name=row["name"],
                kind=UnitKind(row["kind"]),
                aliases=tuple(row["aliases"].split("; ")),
                valid_from=dt.date.fromisoformat(row["valid_from"]),
                valid_to=dt.date.fromisoformat(row["valid_to"]),
            )
            for order, row in enumerate(csv.DictReader(file), start=1)
        )
    rows = plan_of_2021("docx").rows
    leads = [find_units(row.lead_text, town, dt.date(2020, 12, 22)) for row in rows]
    others = {row.number: find_units(row.coordinating_text, town, dt.date(2020, 12, 22)) for row in rows}

    assert all(lead.is_settled and lead.leads for lead in leads)
    assert {row.number for row, lead in zip(rows, leads, strict=True) if lead.collective} == {"1", "21"}
    assert [len(lead.leads) for lead in leads if lead.collective] == [33, 27]
    assert not any(answer.unknown for answer in others.values())
    unclear = {
        number
        for number, answer in others.items()
        if UnitNote.SUBSET_UNDEFINED in {remark.note for remark in answer.remarks}
    }
    assert unclear == {"23", "24"}
