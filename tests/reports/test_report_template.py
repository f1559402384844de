"""The office's own Word file: filled in, refused with the name of what it does not know, harmless when hostile."""

from __future__ import annotations

import datetime as dt
import io

import pytest
from docx import Document

from tracker.core.refusal_sentences import describe_refusal
from tracker.core.refusals import Reason, Refusal
from tracker.documents.sandbox import SandboxFileKind, read_sandboxed
from tracker.reports.paper.model import PaperRow, ReportBlock, ReportBlockKind, ReportPaper, UnitTableRow
from tracker.reports.paper.template import build_starter_template, serialise_context

PAPER = ReportPaper(
    office="UBND thị xã Hương Trà",
    place="UBND thị xã Hương Trà",
    number="4279/BC-UBND",
    dated_on=dt.date(2021, 11, 22),
    title="Công tác cải cách hành chính năm 2021",
    first_on=dt.date(2020, 12, 15),
    as_of=dt.date(2021, 11, 10),
    blocks=(ReportBlock(ReportBlockKind.TEXT, "Văn phòng HĐND & UBND <1> đã làm."),),
    form_title="Chỉ tiêu thống kê",
    rows=(PaperRow("1.3.1", "Tổng số", "Nhiệm vụ", "158", ""),),
    unit_heads=("Đơn vị",),
    units=(UnitTableRow("Phòng Nội vụ", ("1", "1", "0", "0", "0", "100%")),),
    definitions=(),
    recipients=("- Lưu: VT, NV.",),
    authority="TM. ỦY BAN NHÂN DÂN",
    post="CHỦ TỊCH",
    footnote="Ghi chú.",
)


def template(*paragraphs: str) -> bytes:
    """Return a Word file with some paragraphs."""
    paper = Document()
    for text in paragraphs:
        paper.add_paragraph(text)
    file = io.BytesIO()
    paper.save(file)
    return file.getvalue()


def filled(data: bytes) -> list[str]:
    """Fill a template in and return its paragraphs."""
    made: bytes = read_sandboxed(
        SandboxFileKind.TEMPLATE, data, "mau.docx", [(serialise_context(PAPER), "so-lieu.txt")]
    )
    return [paragraph.text for paragraph in Document(io.BytesIO(made)).paragraphs]


def test_tags_become_figures_and_no_letter_is_lost() -> None:
    found = filled(
        template("Số {{ so }}: {{ chi_tieu['1.3.1'] }}", "{%p for d in doan %}", "{{ d.noi_dung }}", "{%p endfor %}")
    )

    assert found == ["Số 4279/BC-UBND: 158", "Văn phòng HĐND & UBND <1> đã làm."]


def test_the_starter_works_as_it_is() -> None:
    made: bytes = read_sandboxed(
        SandboxFileKind.TEMPLATE, build_starter_template(), "mau.docx", [(serialise_context(PAPER), "so-lieu.txt")]
    )
    table = Document(io.BytesIO(made)).tables[-1]

    assert [cell.text for cell in table.rows[1].cells] == ["1.3.1", "Tổng số", "Nhiệm vụ", "158", ""]


@pytest.mark.parametrize(
    ("text", "name"),
    [("{{ so_bao_cao }}", "so_bao_cao"), ("{% for r in phu_luc %}{{ r.so_leu }}{% endfor %}", "so_leu")],
)
def test_an_unknown_tag_is_named(text: str, name: str) -> None:
    with pytest.raises(Refusal) as refused:
        filled(template(text))

    assert refused.value.reason is Reason.TAG_UNKNOWN
    assert name in describe_refusal(refused.value)


@pytest.mark.parametrize(
    "text",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ so.__init__.__globals__ }}",
        "{% for a in range(10**9) %}{% endfor %}",
        "{% for a in range(99999) %}{% for b in range(99999) %}x{% endfor %}{% endfor %}",
        "{{ so.format(__import__) }}",
        "{% for a in %}",
        "{{ 'x' * 999999999 }}",
    ],
)
def test_a_hostile_or_broken_template_is_refused(text: str) -> None:
    with pytest.raises(Refusal):
        filled(template(text))


def test_loops_within_loops_are_given_up_in_a_sentence() -> None:
    loop = "{% for a in range(9999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}"
    with pytest.raises(Refusal) as refused:
        filled(template(loop))

    assert (refused.value.reason, refused.value.details["why"]) == (Reason.TEMPLATE_REFUSED, "too_slow")
    assert "vòng lặp" in describe_refusal(refused.value)
