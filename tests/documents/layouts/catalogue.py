"""The layouts: a name, a file, and the rows a person reads in it."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from pathlib import Path

from tests.documents.layouts.makers import CHECK, HEADER, NEWS, REVIEW, THREE, Row, counted_by_word, excel, text, word

HERE = Path(__file__).parent


@dataclass(frozen=True, slots=True)
class Layout:
    """A file and its key: number, title, product, lead, coordinating, term of each row, and its sections."""

    name: str
    data: bytes
    suffix: str
    rows: tuple[Row, ...]
    sections: tuple[str, ...] = ()


def changed(row: Row, **cells: str) -> Row:
    """Return a row with some cells changed, by the names of the columns."""
    names = ("number", "title", "product", "lead", "coordinating", "term")
    return tuple(cells.get(name, cell) for name, cell in zip(names, row, strict=True))


def turned(order: tuple[int, ...], *rows: Row) -> list[Row]:
    """Return rows with their columns in another order."""
    return [tuple(row[column] for column in order) for row in rows]


BLANK = ("",) * 6
TITLE = ("KẾ HOẠCH CẢI CÁCH HÀNH CHÍNH NĂM 2021", "", "", "", "", "")
UNDER = ("(Kèm theo Quyết định số 1822/QĐ-UBND ngày 22/12/2020)", "", "", "", "", "")
NUMBERS = ("(1)", "(2)", "(3)", "(4)", "(5)", "(6)")
FIRST = ("I", "Cải cách thể chế", "", "", "", "")
SECOND = ("II", "Cải cách thủ tục hành chính", "", "", "", "")
SECTIONS = ("Cải cách thể chế", "Cải cách thủ tục hành chính")
TWO_ROWS = (("TT", "Nhiệm vụ", "Kết quả", "Cơ quan thực hiện", "", "Thời hạn"), ("", "", "", "Chủ trì", "Phối hợp", ""))
OTHER_NAMES = ("Số TT", "Tên công việc", "Kết quả đầu ra", "Cơ quan chủ trì", "Cơ quan phối hợp", "Tiến độ")
BROKEN_HEADER = (
    "STT",
    "Nội dung\nnhiệm vụ",
    "Sản phẩm",
    "Đơn vị\nchủ trì",
    "Đơn vị\nphối hợp",
    "Thời gian\nhoàn thành",
)
LONG = changed(CHECK, lead="Phòng\nNội vụ", coordinating="- Thanh tra thị xã\n- Phòng Tư pháp")
LONG_READ = changed(CHECK, coordinating="Thanh tra thị xã; Phòng Tư pháp")
BREAK_IN_TITLE = changed(REVIEW, title="Rà soát\nthủ tục")
SAME = [changed(CHECK, lead="nt", term="Như trên"), changed(NEWS, lead="-nt-", coordinating="//", term='"')]
SAME_READ = [
    changed(CHECK, lead=REVIEW[3], term=REVIEW[5]),
    changed(NEWS, lead=REVIEW[3], coordinating=CHECK[4], term=REVIEW[5]),
]
UNNUMBERED = [changed(row, number="") for row in THREE]
NESTED = (changed(REVIEW, number="1.1"), changed(CHECK, number="1.2"), changed(NEWS, number="2.1"))
GROUPS = (("1", "Thể chế", "", "", "", ""), ("2", "Tuyên truyền", "", "", "", ""))
IN_ONE = ("STT", "Nội dung", "Chủ trì", "Phối hợp", "Sản phẩm, thời gian hoàn thành")
IN_ONE_ROWS = (
    ("1", REVIEW[1], REVIEW[3], REVIEW[4], "Sản phẩm: Báo cáo\nThời gian: Quý I/2021"),
    ("2", CHECK[1], CHECK[3], CHECK[4], "Biên bản\nTrước ngày 30/9/2021"),
    ("3", NEWS[1], NEWS[3], NEWS[4], "Tin bài; cả năm"),
)
IN_ONE_READ = (REVIEW, CHECK, changed(NEWS, term="cả năm"))
DATED: list[tuple[str | int | dt.date, ...]] = [
    ("STT", *HEADER[1:]),
    (1, *REVIEW[1:5], dt.date(2021, 3, 31)),
    (2, *CHECK[1:5], dt.date(2021, 9, 30)),
]
DATED_READ = (changed(REVIEW, term="31/03/2021"), changed(CHECK, term="30/09/2021"))
MERGED_LEAD = (REVIEW, changed(CHECK, lead=""), changed(NEWS, lead=""))
MERGED_LEAD_READ = (REVIEW, changed(CHECK, lead=REVIEW[3]), changed(NEWS, lead=REVIEW[3]))
ONE_BODY = changed(CHECK, lead="Phòng Nội vụ", coordinating="")
SPANNING = ("Cải cách thể chế", "", "", "", "", "")
FOOT = (("", "Tổng cộng: 03 nhiệm vụ", "", "", "", ""), ("Ghi chú: thực hiện theo quy định.", "", "", "", "", ""))

LAYOUTS = (
    Layout("title rows above the header", word([TITLE, UNDER, HEADER, *THREE]), "docx", THREE),
    Layout("the same in Excel", excel([TITLE, UNDER, BLANK, HEADER, *THREE]), "xlsx", THREE),
    Layout("header repeated on each page", word([HEADER, REVIEW, HEADER, CHECK, HEADER, NEWS]), "docx", THREE),
    Layout("columns numbered below the header", word([HEADER, NUMBERS, *THREE]), "docx", THREE),
    Layout(
        "a header two rows deep",
        word([*TWO_ROWS, *THREE], merges=[(0, 3, 0, 4), (0, 0, 1, 0), (0, 1, 1, 1)]),
        "docx",
        THREE,
    ),
    Layout("two rows deep in Excel", excel([*TWO_ROWS, *THREE], merges=[(0, 3, 0, 4)]), "xlsx", THREE),
    Layout("two rows deep in text, nothing merged", text([*TWO_ROWS, *THREE]), "csv", THREE),
    Layout("sections by Roman numerals", word([HEADER, FIRST, REVIEW, SECOND, CHECK, NEWS]), "docx", THREE, SECTIONS),
    Layout(
        "section rows merged across",
        word([HEADER, FIRST, REVIEW, SECOND, CHECK, NEWS], merges=[(1, 1, 1, 5), (3, 1, 3, 5)]),
        "docx",
        THREE,
        SECTIONS,
    ),
    Layout(
        "sections by letters",
        word([HEADER, changed(FIRST, number="A."), REVIEW, changed(SECOND, number="B."), CHECK, NEWS]),
        "docx",
        THREE,
        SECTIONS,
    ),
    Layout(
        "a section over the whole row",
        word([HEADER, SPANNING, *THREE], merges=[(1, 0, 1, 5)]),
        "docx",
        THREE,
        SECTIONS[:1],
    ),
    Layout(
        "the same in Excel, capitals",
        excel([HEADER, ("CẢI CÁCH THỂ CHẾ", *BLANK[1:]), *THREE], merges=[(1, 0, 1, 5)]),
        "xlsx",
        THREE,
        ("CẢI CÁCH THỂ CHẾ",),
    ),
    Layout(
        "numbers in two steps",
        word([HEADER, GROUPS[0], *NESTED[:2], GROUPS[1], NESTED[2]]),
        "docx",
        NESTED,
        ("Thể chế", "Tuyên truyền"),
    ),
    Layout("a lead merged downwards", word([HEADER, *MERGED_LEAD], merges=[(1, 3, 3, 3)]), "docx", MERGED_LEAD_READ),
    Layout(
        "a lead merged downwards in Excel",
        excel([HEADER, *MERGED_LEAD], merges=[(1, 3, 3, 3)]),
        "xlsx",
        MERGED_LEAD_READ,
    ),
    Layout("lead and helper merged into one", word([HEADER, ONE_BODY], merges=[(1, 3, 1, 4)]), "docx", (ONE_BODY,)),
    Layout("as above, in four ways", word([HEADER, REVIEW, *SAME]), "docx", (REVIEW, *SAME_READ)),
    Layout(
        "a table for each section",
        word(
            [HEADER, REVIEW], [HEADER, CHECK, NEWS], before=["I. Cải cách thể chế", "II. Cải cách thủ tục hành chính"]
        ),
        "docx",
        THREE,
        SECTIONS,
    ),
    Layout(
        "a list of recipients beside the plan",
        word([("Nơi nhận:", "CHỦ TỊCH")], [HEADER, *THREE], [("Lưu", "VT")]),
        "docx",
        THREE,
    ),
    Layout("columns in another order", word(turned((1, 5, 3, 4, 0, 2), HEADER, *THREE)), "docx", THREE),
    Layout("columns under other names", word([OTHER_NAMES, *THREE]), "docx", THREE),
    Layout("line breaks in the header", word([BROKEN_HEADER, *THREE]), "docx", THREE),
    Layout(
        "no column of products",
        text(turned((0, 1, 3, 4, 5), HEADER, *THREE)),
        "csv",
        tuple(changed(row, product="") for row in THREE),
    ),
    Layout("product and date in one cell", word([IN_ONE, *IN_ONE_ROWS]), "docx", IN_ONE_READ),
    Layout(
        "sections and numbers that Word counts by itself",
        counted_by_word([HEADER, FIRST, REVIEW, SECOND, CHECK, NEWS]),
        "docx",
        THREE,
        SECTIONS,
    ),
    Layout("saved as Excel 97", (HERE / "ke-hoach.xls").read_bytes(), "xls", THREE, SECTIONS[:1]),
    Layout("saved by LibreOffice", (HERE / "ke-hoach.ods").read_bytes(), "ods", THREE, SECTIONS[:1]),
    Layout(
        "numbers left to Word", word([HEADER, FIRST, UNNUMBERED[0], SECOND, *UNNUMBERED[1:]]), "docx", THREE, SECTIONS
    ),
    Layout(
        "numbers skipped",
        word([HEADER, REVIEW, changed(CHECK, number="5")]),
        "docx",
        (REVIEW, changed(CHECK, number="5")),
    ),
    Layout(
        "numbers written 01) and 02.",
        word([HEADER, changed(REVIEW, number="01)"), changed(CHECK, number="02.")]),
        "docx",
        (changed(REVIEW, number="01"), changed(CHECK, number="02")),
    ),
    Layout("line breaks inside names", word([HEADER, BREAK_IN_TITLE, LONG]), "docx", (REVIEW, LONG_READ)),
    Layout("days as cells of dates", excel(DATED), "xlsx", DATED_READ),
    Layout(
        "a table away from the edge, drafts on a hidden sheet",
        excel([BLANK, HEADER, *THREE], left=2, hidden=[HEADER, REVIEW]),
        "xlsx",
        THREE,
    ),
    Layout("totals and notes below", word([HEADER, *THREE, *FOOT], merges=[(5, 0, 5, 5)]), "docx", THREE),
    Layout("empty rows between", excel([HEADER, REVIEW, BLANK, CHECK, BLANK, BLANK, NEWS, BLANK]), "xlsx", THREE),
    Layout("text with commas", text([HEADER, *THREE], ","), "csv", THREE),
    Layout("text with semicolons and a mark", text([HEADER, *THREE], ";", "utf-8-sig", "\r\n"), "csv", THREE),
    Layout("text with tabs", text([HEADER, *THREE], "\t"), "csv", THREE),
    Layout("UTF-16 as Excel writes it", text([HEADER, *THREE], "\t", "utf-16"), "csv", THREE),
    Layout("title lines above in text", text([TITLE, UNDER, HEADER, *THREE], ";"), "csv", THREE),
    Layout("a line break inside quotes", text([HEADER, BREAK_IN_TITLE, LONG]), "csv", (REVIEW, LONG_READ)),
)
