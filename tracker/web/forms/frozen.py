"""Freezing the figures of a period."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.validators import Optional

from tracker.rules.periods import CALENDAR_PARTS, PARTS
from tracker.web.forms.base import ActionForm, AtMost, LongTextField, VietnameseDateField
from tracker.wording.figures import PERIOD_WORDS


class FreezeForm(ActionForm):
    """Which period, up to which day, and why it is frozen again if it was before."""

    year = SelectField("Năm")
    part = SelectField("Kỳ", choices={part: PERIOD_WORDS[part] for part in (*PARTS, *CALENDAR_PARTS)})
    as_of = VietnameseDateField("Ngày chốt", [Optional()])
    reason = LongTextField("Lý do chốt lại", [AtMost(500)], render_kw={"rows": 2})

    def period_name(self) -> str:
        """Return the name of the period chosen."""
        return f"{self.year.data}-{self.part.data}" if self.part.data else str(self.year.data)
