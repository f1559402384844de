"""A report to be checked: a file, or its text pasted."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import TextAreaField
from wtforms.validators import ValidationError

from tracker.services.imports import SentFile
from tracker.web.forms.base import AtMost, TrackerForm, bytes_of

LONGEST_TEXT = 500_000
"""Letters of a report that is pasted."""


class ReportCheckForm(TrackerForm):
    """A report, ours or typed elsewhere."""

    file = FileField("Tệp báo cáo (.docx, .md, .txt)")
    pasted = TextAreaField("Hoặc dán nội dung", [AtMost(LONGEST_TEXT)], render_kw={"rows": 6})

    def validate_file(self, field: FileField) -> None:
        """Ask for a file when nothing was pasted either."""
        if not field.data and not (self.pasted.data or "").strip():
            raise ValidationError("Chọn tệp báo cáo, hoặc dán nội dung vào ô bên dưới.")

    def sent(self) -> SentFile:
        """Return what came in."""
        if self.file.data:
            return SentFile(bytes_of(self.file.data), self.file.data.filename or "")
        return SentFile((self.pasted.data or "").encode(), "noi-dung-da-dan.txt")
