"""Freezing the figures of a period.

Wishing for figures by mail.
"""

from __future__ import annotations

from wtforms.validators import InputRequired, Optional

from tracker.core.i18n import make_message
from tracker.figures.labels import PERIOD_WORDS
from tracker.figures.mailed import RHYTHM_WORDS
from tracker.law.periods import CALENDAR_PARTS, PARTS, Rhythm
from tracker.tasks.cuts import CUT_WORDS, Cut
from tracker.web.forms import ActionForm, AtMost, LongTextField, SelectField, VietnameseDateField

YEAR_SPAN_CHOICE, WHOLE_SPAN_CHOICE = "nam", "tat-ca"


class FigureSubscriptionForm(ActionForm):
    """What, how often, from which hour on."""

    cut = SelectField(
        "Phân theo", [InputRequired("Chọn cách phân.")], choices={cut.value: CUT_WORDS[cut] for cut in Cut}
    )
    span = SelectField(
        "Số liệu của",
        [InputRequired("Chọn khoảng thời gian.")],
        choices={
            YEAR_SPAN_CHOICE: make_message("Từ 01/01 đến ngày hôm trước"),
            WHOLE_SPAN_CHOICE: make_message("Tất cả đến ngày hôm trước"),
        },
    )
    rhythm = SelectField(
        "Gửi",
        [InputRequired("Chọn gửi hằng tuần hay hằng tháng.")],
        choices={rhythm.value: RHYTHM_WORDS[rhythm] for rhythm in Rhythm},
    )
    hour = SelectField(
        "Từ lúc",
        [InputRequired("Chọn giờ.")],
        choices={str(hour): make_message("{hour} giờ", hour=hour) for hour in range(7, 18)},
    )


WHOLE_YEAR = "nam"
PART_CHOICES = {part or WHOLE_YEAR: PERIOD_WORDS[part] for part in (*PARTS, *CALENDAR_PARTS)}


class FreezeFiguresForm(ActionForm):
    """Which period, up to which day, and why it is frozen again if it was before."""

    year = SelectField("Năm", [InputRequired("Chọn năm.")])
    part = SelectField("Kỳ", [InputRequired("Chọn kỳ.")], choices=PART_CHOICES)
    as_of = VietnameseDateField("Ngày chốt", [Optional()])
    reason = LongTextField("Lý do chốt lại", [AtMost(500)], render_kw={"rows": 2})

    def period_name(self) -> str:
        """Return the name of the period chosen."""
        part = self.part.data
        return str(self.year.data) if part == WHOLE_YEAR else f"{self.year.data}-{part}"
