"""Opening the report of a period."""

from __future__ import annotations

import datetime as dt

from wtforms import IntegerField
from wtforms.validators import ValidationError

from tracker.rules.periods import PARTS, Period
from tracker.rules.periods import period as period_named
from tracker.web.forms.base import ActionForm, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.wording.reports import PART_WORDS
from tracker.wording.sentence import say

WINDOW = "khac"
"""The choice of a window of one's own."""


class OpenForm(ActionForm):
    """Which period, or which window, and up to which day its data go."""

    part = SelectField(
        "Kỳ báo cáo",
        choices={part or "nam": PART_WORDS[part] for part in PARTS} | {WINDOW: say("Thời gian khác")},
    )
    year = IntegerField("Năm")
    first_on = VietnameseDateField("Từ ngày")
    as_of = VietnameseDateField("Chốt số liệu đến hết ngày")

    def validate_first_on(self, field: VietnameseDateField) -> None:
        """Ask for the first day of a window."""
        if self.part.data == WINDOW and field.data is None:
            raise ValidationError(say("Nhập ngày bắt đầu."))

    def validate_as_of(self, field: VietnameseDateField) -> None:
        """Ask for the last day of a window."""
        if self.part.data == WINDOW and field.data is None:
            raise ValidationError(say("Nhập ngày chốt số liệu."))

    def validate_year(self, field: IntegerField) -> None:
        """Ask for the year of a period."""
        if self.part.data != WINDOW and not 2000 <= (field.data or 0) <= 2100:
            raise ValidationError(say("Nhập năm từ 2000 đến 2100, ví dụ: 2021."))

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
