"""The office's own Word file for reports: its tags, checked before it is used, filled in without power to do harm.

What runs in it is a sandbox without attributes of Python, strict about names, inside the sandbox of uploaded files.
"""

from __future__ import annotations

import io
import json
import re
from collections.abc import Mapping, Sequence
from typing import Any

from docxtpl import DocxTemplate
from jinja2 import StrictUndefined, TemplateError, TemplateSyntaxError, UndefinedError
from jinja2.exceptions import SecurityError
from jinja2.sandbox import SandboxedEnvironment

from tracker.core.formats import format_report_day
from tracker.core.i18n import make_messages
from tracker.core.refusals import Reason, Refusal
from tracker.documents import paper_form
from tracker.reports.paper.model import ReportPaper
from tracker.reports.paper.word import appendix_subtitle, format_letterhead_date, get_seat_name, strip_archive_times

TAGS: Mapping[str, str] = make_messages(
    {
        "co_quan": "Tên cơ quan báo cáo",
        "CO_QUAN": "Tên cơ quan báo cáo, viết hoa",
        "dia_danh": "Địa danh",
        "so": "Số, ký hiệu báo cáo",
        "ngay_thang": "Ngày, tháng, năm báo cáo",
        "tieu_de": "Trích yếu",
        "tu_ngay": "Ngày đầu của kỳ",
        "den_ngay": "Ngày chốt số liệu",
        "doan": "Các đoạn của phần thuyết minh: mỗi đoạn có loai (muc, phan, loi, y, trong) và noi_dung",
        "chi_tieu": "Số liệu theo mã: {{ chi_tieu['1.3.1'] }}",
        "ten_bieu": "Tên biểu chỉ tiêu",
        "phu_luc": "Các dòng phụ lục: mỗi dòng có stt, ten, don_vi_tinh, so_lieu, ghi_chu, la_de_muc",
        "don_vi": "Các dòng theo đơn vị: ten, tong, dung_han, qua_han, trong_han, dang_qua_han, ty_le",
        "kem_theo": "Dòng “Kèm theo Báo cáo số …”",
        "noi_nhan": "Các dòng nơi nhận",
        "QUYEN_HAN": "Thẩm quyền ký, viết hoa",
        "CHUC_VU": "Chức vụ người ký, viết hoa",
        "ghi_chu": "Ghi chú cách tính",
    }
)
"""What a template may name, with what each is."""

_KINDS = {"section": "muc", "part": "phan", "text": "loi", "item": "y", "hole": "trong"}
_UNIT_CELLS = ("tong", "dung_han", "qua_han", "trong_han", "dang_qua_han", "ty_le")
_ATTRIBUTE = re.compile(r"has no attribute '(?P<name>[^']+)'|'(?P<bare>[^']+)' is undefined")
LARGEST_TEMPLATE = 8 * 1024 * 1024
"""Bytes of what a template may become."""


def build_template_context(paper: ReportPaper) -> dict[str, Any]:
    """Return what the tags stand for, as plain values."""
    return {
        "co_quan": paper.office,
        "CO_QUAN": paper.office.upper(),
        "dia_danh": get_seat_name(paper.place),
        "so": paper.number or "     /BC-UBND",
        "ngay_thang": format_letterhead_date(paper),
        "tieu_de": paper.title,
        "tu_ngay": format_report_day(paper.first_on),
        "den_ngay": format_report_day(paper.as_of),
        "doan": [{"loai": _KINDS[block.kind], "noi_dung": block.text} for block in paper.blocks],
        "chi_tieu": {row.code: row.value for row in paper.rows if not row.is_heading},
        "ten_bieu": paper.form_title,
        "phu_luc": [
            {
                "stt": row.code,
                "ten": row.label,
                "don_vi_tinh": row.unit,
                "so_lieu": row.value,
                "ghi_chu": row.note,
                "la_de_muc": row.is_heading,
            }
            for row in paper.rows
        ],
        "don_vi": [{"ten": row.name, **dict(zip(_UNIT_CELLS, row.cells, strict=True))} for row in paper.units],
        "kem_theo": appendix_subtitle(paper),
        "noi_nhan": list(paper.recipients),
        "QUYEN_HAN": paper.authority.upper(),
        "CHUC_VU": paper.post.upper(),
        "ghi_chu": paper.footnote,
        "ghi_nhan": [
            {"noi_dung": row.words, "so": row.number, "nhiem_vu": ", ".join(map(str, row.tasks))}
            for row in paper.adjustments
        ],
    }


def serialise_context(paper: ReportPaper) -> bytes:
    """Return the context of a paper as it goes into the sandbox."""
    return json.dumps(build_template_context(paper), ensure_ascii=False).encode()


def fill_template(files: Sequence[tuple[bytes, str]]) -> bytes:
    """Fill a template (first file) with a context (second file, JSON); to be called inside the sandbox alone.

    Refuses TAG_UNKNOWN with the names that are none, and TEMPLATE_REFUSED for what cannot be read or reaches for more.
    """
    (template, _), (context, _) = files
    values: dict[str, Any] = json.loads(context)
    environment = SandboxedEnvironment(autoescape=True, undefined=StrictUndefined)
    try:
        paper = DocxTemplate(io.BytesIO(template))
        unknown = sorted(paper.get_undeclared_template_variables(environment) - set(values))
        if unknown:
            raise _refused(Reason.TAG_UNKNOWN, tags=", ".join(unknown))
        paper.render(values, environment)
    except TemplateSyntaxError as error:
        raise _refused(Reason.TEMPLATE_REFUSED, why="syntax", words=str(error.message)) from error
    except UndefinedError as error:
        found = _ATTRIBUTE.search(str(error.message))
        name = (found["name"] or found["bare"]) if found else str(error.message)
        raise _refused(Reason.TAG_UNKNOWN, tags=name) from error
    except SecurityError as error:
        raise _refused(Reason.TEMPLATE_REFUSED, why="unsafe") from error
    except (TemplateError, TypeError, ValueError, KeyError, AttributeError, OverflowError) as error:
        raise _refused(Reason.TEMPLATE_REFUSED, why="broken") from error
    made = io.BytesIO()
    paper.save(made)
    if made.tell() > LARGEST_TEMPLATE:
        raise _refused(Reason.TEMPLATE_REFUSED, why="too_long")
    return strip_archive_times(made.getvalue())


def build_starter_template() -> bytes:
    """Return a Word file with every tag in its place, for the office to make its own."""
    paper = paper_form.new_paper()
    paper_form.write_letterhead(
        paper, office="{{ CO_QUAN }}", number="Số: {{ so }}", place="{{ dia_danh }}", dated="{{ ngay_thang }}"
    )
    paper_form.write_paper_title(paper, "BÁO CÁO", "{{ tieu_de }}")
    paper_form.write_remark(paper, "(Số liệu từ ngày {{ tu_ngay }} đến hết ngày {{ den_ngay }})")
    paper_form.write_body_paragraph(paper, "{%p for d in doan %}")
    paper_form.write_body_paragraph(paper, "{{ d.noi_dung }}")
    paper_form.write_body_paragraph(paper, "{%p endfor %}")
    paper_form.write_signature(
        paper,
        recipients=("{%p for dong in noi_nhan %}", "{{ dong }}", "{%p endfor %}"),
        authority="{{ QUYEN_HAN }}",
        post="{{ CHUC_VU }}",
    )
    paper_form.new_page(paper)
    paper_form.write_paper_title(paper, "Phụ lục", "{{ ten_bieu }}")
    paper_form.write_remark(paper, "{{ kem_theo }}")
    paper_form.write_table(
        paper,
        ("STT", "Chỉ tiêu", "Đơn vị tính", "Số liệu", "Ghi chú"),
        [
            ("{%tr for r in phu_luc %}", "", "", "", ""),
            ("{{ r.stt }}", "{{ r.ten }}", "{{ r.don_vi_tinh }}", "{{ r.so_lieu }}", "{{ r.ghi_chu }}"),
            ("{%tr endfor %}", "", "", "", ""),
        ],
        widths=(1.6, 7.3, 2.9, 2.0, 2.7),
    )
    paper_form.write_body_paragraph(paper, "{{ ghi_chu }}", italic=True)
    file = io.BytesIO()
    paper.save(file)
    return strip_archive_times(file.getvalue())


def _refused(reason: Reason, **details: object) -> Refusal:
    return Refusal(reason, field="file", **details)
