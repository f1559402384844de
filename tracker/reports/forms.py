"""Opening the report of a period.

Inspections: entering a round, holding or cancelling it, what it found.

A report to be checked: a file, or its text pasted.

The Word file of the office for reports.

The office's own words for the parts of a report.

Scoring: a paper that proves a criterion, and loading a sheet.

Signing a report off: letting a finding stand, freezing, a new version.

Putting a paper on the list of those that steer administrative reform.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from flask import request
from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, Optional, ValidationError

from tracker.core.i18n import make_message
from tracker.core.text import normalise_text
from tracker.intake.forms import ImportTableForm
from tracker.intake.imports import SentFile
from tracker.law.periods import PARTS, Period, parse_period as period_named
from tracker.reports.labels import INSPECTION_KIND_WORDS, PART_WORDS
from tracker.reports.models import InspectionKind, Report
from tracker.reports.paper.model import ReportPaper
from tracker.reports.paper.prose import PARTS_OF_TEXT, parts_of_results
from tracker.tasks.selection import SECRECY_WORDS
from tracker.web.forms import (
    ActionForm,
    AtMost,
    LongTextField,
    RadioField,
    RequiredUnlessSecret,
    SelectField,
    TextField,
    TrackerForm,
    VietnameseDateField,
    bytes_of,
)


class InspectionForm(ActionForm):
    """A round at one unit."""

    kind = RadioField(
        "Hình thức",
        [InputRequired("Chọn hình thức kiểm tra.")],
        choices=dict(INSPECTION_KIND_WORDS),
        default=InspectionKind.PLANNED.value,
    )
    unit_id = SelectField("Đơn vị được kiểm tra", [InputRequired("Chọn đơn vị.")], coerce=int)
    decision = TextField("Quyết định, kế hoạch kiểm tra", [AtMost(160)])
    planned_on = VietnameseDateField("Ngày theo kế hoạch", [Optional()])
    held_on = VietnameseDateField("Ngày đã kiểm tra", [Optional()])
    conclusion = TextField("Biên bản, thông báo kết luận", [AtMost(160)])


class InspectionHeldForm(ActionForm):
    """A planned round was held."""

    held_on = VietnameseDateField("Ngày đã kiểm tra", [InputRequired("Nhập ngày đã kiểm tra.")])
    conclusion = TextField("Biên bản, thông báo kết luận", [InputRequired("Ghi biên bản hoặc thông báo."), AtMost(160)])


class CancelInspectionForm(ActionForm):
    """A planned round does not take place."""

    cancelled_on = VietnameseDateField("Từ ngày", [InputRequired("Nhập ngày quyết định không kiểm tra.")])
    reason = LongTextField("Lý do", [InputRequired("Ghi lý do không kiểm tra."), AtMost(600)], render_kw={"rows": 2})


class InspectionFindingForm(ActionForm):
    """A problem that a round found."""

    content = LongTextField(
        "Vấn đề phát hiện", [InputRequired("Ghi vấn đề phát hiện."), AtMost(1000)], render_kw={"rows": 2}
    )


class SettleFindingForm(ActionForm):
    """A problem is settled."""

    settled_on = VietnameseDateField("Xử lý xong ngày", [InputRequired("Nhập ngày xử lý xong.")])
    settled_by = TextField("Văn bản, báo cáo khắc phục", [InputRequired("Ghi văn bản khắc phục."), AtMost(160)])


class FollowUpForm(ActionForm):
    """A problem becomes a task of the unit."""

    reference = TextField("Số, ký hiệu văn bản giao", [InputRequired("Nhập số, ký hiệu văn bản giao."), AtMost(80)])
    leader = TextField("Lãnh đạo giao", [InputRequired("Nhập lãnh đạo giao."), AtMost(120)])
    term_text = TextField("Thời hạn", [InputRequired("Nhập thời hạn, ví dụ: trước ngày 30/9/2021."), AtMost(300)])


LONGEST_CHECKED_TEXT = 500_000
"""Letters of a report that is pasted."""


MOST_REASONS = 200
"""Findings that are explained at once."""


class FindingReasonsForm(TrackerForm):
    """The reasons beside findings; their fields are as many as there are findings."""

    def given(self) -> dict[str, str]:
        """Return what was typed beside each finding, by its token."""
        tokens, reasons = request.form.getlist("diem"), request.form.getlist("ly-do")
        return {
            token: normalise_text(reason)[:1000]
            for token, reason in list(zip(tokens, reasons, strict=False))[:MOST_REASONS]
        }


class ReportCheckForm(TrackerForm):
    """A report, ours or typed elsewhere."""

    file = FileField("Tệp báo cáo (.docx, .md, .txt)")
    pasted = TextAreaField("Hoặc dán nội dung", [AtMost(LONGEST_CHECKED_TEXT)], render_kw={"rows": 6})

    first_on = VietnameseDateField("Đối chiếu với nhiệm vụ từ ngày", [Optional()])
    as_of = VietnameseDateField("đến hết ngày", [Optional()])

    def validate_as_of(self, field: VietnameseDateField) -> None:
        """Ask for both days, in order, or for none."""
        if (field.data is None) != (self.first_on.data is None):
            raise ValidationError(make_message("Nhập cả hai ngày, hoặc để trống cả hai."))
        if field.data is not None and self.first_on.data is not None and self.first_on.data > field.data:
            raise ValidationError(make_message("Chọn ngày sau ngày bắt đầu."))

    def window(self) -> tuple[dt.date, dt.date] | None:
        """Return the days the report is about, when the person says so."""
        if self.first_on.data is None or self.as_of.data is None:
            return None
        return self.first_on.data, self.as_of.data

    def validate_file(self, field: FileField) -> None:
        """Ask for a file when nothing was pasted either."""
        if not field.data and not (self.pasted.data or "").strip():
            raise ValidationError(make_message("Chọn tệp báo cáo, hoặc dán nội dung vào ô bên dưới."))

    def sent(self) -> SentFile:
        """Return what came in."""
        if self.file.data:
            return SentFile(bytes_of(self.file.data), self.file.data.filename or "")
        return SentFile((self.pasted.data or "").encode(), "noi-dung-da-dan.txt")


class ReportTemplateForm(TrackerForm):
    """A template."""

    file = FileField("Tệp mẫu (.docx)", [InputRequired("Chọn tệp mẫu Word.")])

    def sent(self) -> SentFile:
        """Return what came in."""
        return SentFile(self.file.data.stream.read(), self.file.data.filename or "")


class DefaultTemplateForm(TrackerForm):
    """Back to the built-in form."""


LONGEST_REPORT_TEXT = 6000
"""Letters of one part."""


class TextsForm(ActionForm):
    """One field for each part that takes words."""

    @classmethod
    def of(cls, paper: ReportPaper, report: Report) -> TextsForm:
        """Return the form of a report, filled with what stands there."""
        parts = sorted({**PARTS_OF_TEXT, **parts_of_results(paper.blocks)}.items())
        fields: dict[str, Any] = {
            _name(key): LongTextField(f"{key}. {words}", [AtMost(LONGEST_REPORT_TEXT)], render_kw={"rows": 4})
            for key, words in parts
        }
        made: type[TextsForm] = type("TextsOfAReport", (cls,), fields)
        known = {_name(key): words for key, words in report.texts.items()}
        return made(data={"version": report.version} | known)

    def texts(self) -> dict[str, str]:
        """Return the words by the place of each part."""
        return {
            name.removeprefix("text_").replace("_", "."): str(field.data or "")
            for name, field in self._fields.items()
            if name.startswith("text_")
        }


def _name(key: str) -> str:
    return f"text_{key.replace('.', '_')}"


WINDOW = "khac"
"""The choice of a window of one's own."""


class OpenReportForm(ActionForm):
    """Which period, or which window, and up to which day its data go."""

    part = SelectField(
        "Kỳ báo cáo",
        choices={part or "nam": PART_WORDS[part] for part in PARTS} | {WINDOW: make_message("Thời gian khác")},
    )
    year = IntegerField("Năm")
    first_on = VietnameseDateField("Từ ngày")
    as_of = VietnameseDateField("Chốt số liệu đến hết ngày")

    def validate_first_on(self, field: VietnameseDateField) -> None:
        """Ask for the first day of a window."""
        if self.part.data == WINDOW and field.data is None:
            raise ValidationError(make_message("Nhập ngày bắt đầu."))

    def validate_as_of(self, field: VietnameseDateField) -> None:
        """Ask for the last day of a window."""
        if self.part.data == WINDOW and field.data is None:
            raise ValidationError(make_message("Nhập ngày chốt số liệu."))

    def validate_year(self, field: IntegerField) -> None:
        """Ask for the year of a period."""
        if self.part.data != WINDOW and not 2000 <= (field.data or 0) <= 2100:
            raise ValidationError(make_message("Nhập năm từ 2000 đến 2100, ví dụ: 2021."))

    def period(self) -> Period | None:
        """Return the period chosen; None for a window."""
        if self.part.data == WINDOW:
            return None
        part = "" if self.part.data == "nam" else self.part.data
        return period_named(f"{self.year.data}-{part}" if part else str(self.year.data))

    def window(self) -> tuple[dt.date, dt.date]:
        """Return the window chosen."""
        assert self.first_on.data is not None and self.as_of.data is not None  # asked for above
        return self.first_on.data, self.as_of.data


class ScoringProofForm(ActionForm):
    """A paper."""

    criterion_id = HiddenField()
    document = TextField("Văn bản minh chứng", [InputRequired("Ghi số, ký hiệu văn bản."), AtMost(200)])

    def criterion(self) -> int:
        """Return the number of the criterion; 0 is none."""
        chosen = self.criterion_id.data or ""
        return int(chosen) if chosen.isdecimal() and len(chosen) < 10 else 0


class SheetFileForm(ImportTableForm):
    """A sheet of the superior level, from a file."""

    title = TextField("Tên bộ tiêu chí", [InputRequired("Nhập tên bộ tiêu chí."), AtMost(300)])
    issued = TextField("Văn bản ban hành", [AtMost(300)])
    valid_from = VietnameseDateField("Dùng từ ngày", [InputRequired("Nhập ngày bắt đầu dùng.")])

    def the_file(self) -> SentFile:
        """Return the one file that came in."""
        return self.sent()[0]


class WaiveFindingForm(ActionForm):
    """A finding stands, for a reason."""

    key = HiddenField()
    reason = TextField("Lý do giữ nguyên", [InputRequired("Ghi lý do giữ nguyên."), AtMost(400)])


class WithdrawWaiverForm(TrackerForm):
    """It does not stand any more."""

    key = HiddenField()


class FreezeReportForm(ActionForm):
    """The number and the date a report is printed with."""

    number = TextField(
        "Số, ký hiệu báo cáo", [InputRequired("Nhập số, ký hiệu báo cáo, ví dụ: 4279/BC-UBND."), AtMost(80)]
    )
    dated_on = VietnameseDateField("Ngày báo cáo", [InputRequired("Nhập ngày báo cáo.")])


class NewReportVersionForm(ActionForm):
    """A new version of a frozen report."""

    reason = LongTextField(
        "Lý do lập phiên bản mới", [InputRequired("Ghi lý do."), AtMost(1000)], render_kw={"rows": 3}
    )


class SteeringForm(ActionForm):
    """A paper of the authority."""

    reference = TextField("Số, ký hiệu", [InputRequired("Nhập số, ký hiệu, ví dụ: 553/KH-UBND."), AtMost(80)])
    issued_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành.")])
    secrecy = SelectField("Độ mật", choices=dict(SECRECY_WORDS))
    summary = TextField("Trích yếu", [RequiredUnlessSecret("Nhập trích yếu."), AtMost(400)])


class RemoveSteeringForm(TrackerForm):
    """Taking one off."""
