"""Freezing the figures of a period."""

from __future__ import annotations

from wtforms.validators import InputRequired, Optional

from tracker.rules.periods import CALENDAR_PARTS, PARTS
from tracker.web.forms.base import ActionForm, AtMost, LongTextField, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.wording.figures import PERIOD_WORDS

WHOLE_YEAR = "nam"
PART_CHOICES = {part or WHOLE_YEAR: PERIOD_WORDS[part] for part in (*PARTS, *CALENDAR_PARTS)}


class FreezeForm(ActionForm):
    """Which period, up to which day, and why it is frozen again if it was before."""

    year = SelectField("Năm", [InputRequired("Chọn năm.")])
    part = SelectField("Kỳ", [InputRequired("Chọn kỳ.")], choices=PART_CHOICES)
    as_of = VietnameseDateField("Ngày chốt", [Optional()])
    reason = LongTextField("Lý do chốt lại", [AtMost(500)], render_kw={"rows": 2})

    def period_name(self) -> str:
        """Return the name of the period chosen."""
        part = self.part.data
        return str(self.year.data) if part == WHOLE_YEAR else f"{self.year.data}-{part}"
