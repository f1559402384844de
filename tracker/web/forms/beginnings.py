"""The day a term is counted from: a day for each unit that got the paper, or the day of what was waited for."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping

from wtforms import HiddenField
from wtforms.validators import InputRequired, Optional

from tracker.services.starting import Beginning
from tracker.web.forms.base import ActionForm, AtMost, LongTextField, TextField, VietnameseDateField


class ReceiptsForm(ActionForm):
    """When each unit got the paper; `looked_at` names the days whose deadlines were shown."""

    note = TextField(
        "Căn cứ", [InputRequired("Ghi căn cứ, ví dụ: sổ văn bản đến của từng đơn vị."), AtMost(300)]
    )
    looked_at = HiddenField()

    @classmethod
    def of(cls, found: Beginning) -> ReceiptsForm:
        """Return the form with a day for each unit the task was given to."""
        days = {
            f"received_{start.assignment.id}": VietnameseDateField(
                start.assignment.unit.name,
                [InputRequired("Nhập ngày nhận, ví dụ: 08/02/2021.")],
                default=start.starts_on,
            )
            for start in found.starts
        }
        made: type[ReceiptsForm] = type("ReceiptsOfUnits", (cls,), days)
        return made()

    def days(self) -> Mapping[int, dt.date]:
        """Return the day of each assignment, as typed."""
        return {
            int(name.removeprefix("received_")): field.data
            for name, field in self._fields.items()
            if name.startswith("received_") and field.data is not None
        }

    def shown_days(self) -> str:
        """Name the days as they stand, to know whether their deadlines were looked at."""
        return " ".join(f"{number}:{day.isoformat()}" for number, day in sorted(self.days().items()))


class EventForm(ActionForm):
    """What a duty waited for has happened, or is fixed to a day."""

    happened_on = VietnameseDateField("Ngày", [InputRequired("Nhập ngày, ví dụ: 20/7/2021.")])
    document = TextField("Số, ký hiệu văn bản", [AtMost(160)])
    note = LongTextField(
        "Điều đã xảy ra", [InputRequired("Ghi điều kiện nào đã xảy ra."), AtMost(2000)], render_kw={"rows": 3}
    )
    due_on = VietnameseDateField("Hạn xử lý", [Optional()])
