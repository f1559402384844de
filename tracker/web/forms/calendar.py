"""A day of the working calendar, as a notice says it."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.rules.calendar import DayKind
from tracker.services.calendars import Change
from tracker.web.forms.base import AtMost, TextField, TrackerForm, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.wording import DAY_KIND_WORDS
from tracker.wording.sentence import say

ORDINARY = "ordinary"


class CalendarDayForm(TrackerForm):
    """Say what a day is, and by which paper; `looked_at` is set once the moved deadlines were shown."""

    day = VietnameseDateField("Ngày", [InputRequired("Nhập ngày, ví dụ: 02/01/2026.")])
    kind = SelectField(
        "Là ngày",
        choices={
            **{kind.value: DAY_KIND_WORDS[kind] for kind in DayKind},
            ORDINARY: say("Ngày thường (bỏ khỏi lịch)"),
        },
    )
    name = TextField(
        "Tên ngày", [InputRequired("Nhập tên, ví dụ: Nghỉ hoán đổi dịp Tết Dương lịch."), AtMost(120)]
    )
    source = TextField(
        "Văn bản",
        [
            InputRequired("Nhập số, ngày văn bản thông báo, ví dụ: 12729/VPCP-KGVX ngày 25/12/2025."),
            AtMost(160),
        ],
    )
    looked_at = HiddenField()

    def answer(self) -> Change:
        """Return the valid answer, typed."""
        assert self.day.data is not None  # InputRequired has run
        kind = None if self.kind.data == ORDINARY else DayKind(self.kind.data)
        return Change(self.day.data, kind, self.name.data or "", self.source.data or "")
