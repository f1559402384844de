"""The Word file of the office for reports."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms.validators import InputRequired

from tracker.services.imports import SentFile
from tracker.web.forms.base import TrackerForm


class TemplateForm(TrackerForm):
    """A template."""

    file = FileField("Tệp mẫu (.docx)", [InputRequired("Chọn tệp mẫu Word.")])

    def sent(self) -> SentFile:
        """Return what came in."""
        return SentFile(self.file.data.stream.read(), self.file.data.filename or "")


class DefaultForm(TrackerForm):
    """Back to the built-in form."""
