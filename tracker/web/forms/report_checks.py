"""A report to be checked: a file, or its text pasted."""

from __future__ import annotations

import datetime as dt

from flask import request
from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import Optional, ValidationError

from tracker.rules.text import tidy
from tracker.services.imports import SentFile
from tracker.web.forms.base import AtMost, TrackerForm, VietnameseDateField, bytes_of
from tracker.wording.sentence import say

LONGEST_TEXT = 500_000
"""Letters of a report that is pasted."""


MOST_REASONS = 200
"""Findings that are explained at once."""


class ReasonsForm(TrackerForm):
    """The reasons beside findings; their fields are as many as there are findings."""

    def given(self) -> dict[str, str]:
        """Return what was typed beside each finding, by its token."""
        tokens, reasons = request.form.getlist("diem"), request.form.getlist("ly-do")
        return {
            token: tidy(reason)[:1000]
            for token, reason in list(zip(tokens, reasons, strict=False))[:MOST_REASONS]
        }


class ReportCheckForm(TrackerForm):
    """A report, ours or typed elsewhere."""

    file = FileField("Tệp báo cáo (.docx, .md, .txt)")
    pasted = TextAreaField("Hoặc dán nội dung", [AtMost(LONGEST_TEXT)], render_kw={"rows": 6})

    first_on = VietnameseDateField("Đối chiếu với nhiệm vụ từ ngày", [Optional()])
    as_of = VietnameseDateField("đến hết ngày", [Optional()])

    def validate_as_of(self, field: VietnameseDateField) -> None:
        """Ask for both days, in order, or for none."""
        if (field.data is None) != (self.first_on.data is None):
            raise ValidationError(say("Nhập cả hai ngày, hoặc để trống cả hai."))
        if field.data is not None and self.first_on.data is not None and self.first_on.data > field.data:
            raise ValidationError(say("Chọn ngày sau ngày bắt đầu."))

    def window(self) -> tuple[dt.date, dt.date] | None:
        """Return the days the report is about, when the person says so."""
        if self.first_on.data is None or self.as_of.data is None:
            return None
        return self.first_on.data, self.as_of.data

    def validate_file(self, field: FileField) -> None:
        """Ask for a file when nothing was pasted either."""
        if not field.data and not (self.pasted.data or "").strip():
            raise ValidationError(say("Chọn tệp báo cáo, hoặc dán nội dung vào ô bên dưới."))

    def sent(self) -> SentFile:
        """Return what came in."""
        if self.file.data:
            return SentFile(bytes_of(self.file.data), self.file.data.filename or "")
        return SentFile((self.pasted.data or "").encode(), "noi-dung-da-dan.txt")
