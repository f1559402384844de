"""Bringing a file in: the file, and for a plan the decision that adopts it."""

from __future__ import annotations

from flask_wtf.file import FileField
from wtforms import HiddenField, IntegerField, SelectField
from wtforms.validators import InputRequired, NumberRange

from tracker.services.imports import Decision
from tracker.web.forms.base import AtMost, TextField, TrackerForm, VietnameseDateField


class RegisterFileForm(TrackerForm):
    """A register of directives."""

    file = FileField("Tệp sổ theo dõi (.xlsx, .csv, .docx)", [InputRequired("Chọn tệp cần nhập.")])


class PlanFileForm(TrackerForm):
    """A plan, with the decision that adopts it."""

    file = FileField("Tệp kế hoạch (.docx, .xlsx, .csv)", [InputRequired("Chọn tệp cần nhập.")])
    year = IntegerField(
        "Năm kế hoạch",
        [InputRequired("Nhập năm của kế hoạch."), NumberRange(2000, 2100, "Nhập năm từ 2000 đến 2100.")],
    )
    reference = TextField(
        "Số, ký hiệu quyết định", [InputRequired("Nhập số, ký hiệu, ví dụ: 1822/QĐ-UBND."), AtMost(80)]
    )
    issued_on = VietnameseDateField("Ngày quyết định", [InputRequired("Nhập ngày quyết định.")])

    def answer(self) -> Decision:
        """Return the valid answer, typed."""
        assert self.issued_on.data is not None and self.year.data is not None  # InputRequired has run
        return Decision(
            reference=self.reference.data or "",
            issued_on=self.issued_on.data,
            year=self.year.data,
            title=f"Kế hoạch cải cách hành chính năm {self.year.data}",
        )


class ConfirmForm(TrackerForm):
    """Confirm exactly the file that was looked at."""

    sha256 = HiddenField()


class AliasForm(TrackerForm):
    """Say which unit a name in the file means; it is remembered."""

    alias = HiddenField()
    unit_id = SelectField("Là đơn vị", coerce=int, validate_choice=False)
