"""Bringing a file in: the file, and for a plan the decision that adopts it."""

from __future__ import annotations

from flask_wtf.file import FileField, MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import HiddenField, IntegerField, TextAreaField
from wtforms.validators import InputRequired, NumberRange, ValidationError

from tracker.core.i18n import make_message
from tracker.intake.imports import PlanDecision, SentFile
from tracker.web.forms import AtMost, SelectField, TextField, TrackerForm, VietnameseDateField, bytes_of

LONGEST_PASTE = 500_000
"""Letters of a table that is pasted."""


class ImportTableForm(TrackerForm):
    """A table that comes in as a file, or pasted out of Word, Excel or a page."""

    file = FileField("Tệp (.docx, .xlsx, .xls, .ods, .csv)")
    pasted = TextAreaField("Hoặc dán bảng", [AtMost(LONGEST_PASTE)], render_kw={"rows": 3})

    def validate_file(self, field: FileField) -> None:
        """Ask for a file when nothing was pasted either."""
        if not field.data and not (self.pasted.data or "").strip():
            raise ValidationError(make_message("Chọn tệp cần nhập, hoặc dán bảng vào ô bên dưới."))

    def sent(self) -> list[SentFile]:
        """Return what came in; what was pasted is a table of text like any other."""
        if self.file.data:
            return [_sent(self.file.data)]
        return [SentFile((self.pasted.data or "").encode(), "bang-da-dan.csv")]


class RegisterFileForm(ImportTableForm):
    """A register of directives, or the files another software exported."""

    details = MultipleFileField("Tệp chi tiết kèm theo")

    def sent(self) -> list[SentFile]:
        """Return the list first and the details after it."""
        return [*super().sent(), *(_sent(each) for each in self.details.data or () if each)]


class PlanFileForm(ImportTableForm):
    """A plan, with the decision that adopts it."""

    year = IntegerField(
        "Năm kế hoạch", [InputRequired("Nhập năm của kế hoạch."), NumberRange(2000, 2100, "Nhập năm từ 2000 đến 2100.")]
    )
    reference = TextField(
        "Số, ký hiệu quyết định", [InputRequired("Nhập số, ký hiệu, ví dụ: 1822/QĐ-UBND."), AtMost(80)]
    )
    issued_on = VietnameseDateField("Ngày quyết định", [InputRequired("Nhập ngày quyết định.")])

    def answer(self) -> PlanDecision:
        """Return the valid answer, typed."""
        assert self.issued_on.data is not None and self.year.data is not None  # InputRequired has run
        return PlanDecision(
            reference=self.reference.data or "",
            issued_on=self.issued_on.data,
            year=self.year.data,
            title=make_message("Kế hoạch cải cách hành chính năm {data}", data=self.year.data),
        )


def _sent(file: FileStorage) -> SentFile:
    return SentFile(bytes_of(file), file.filename or "")


class ConfirmImportForm(TrackerForm):
    """Confirm exactly the file that was looked at."""

    sha256 = HiddenField()


class AliasForm(TrackerForm):
    """Say which unit a name in the file means; it is remembered."""

    alias = HiddenField()
    unit_id = SelectField("Là đơn vị", coerce=int, validate_choice=False)
