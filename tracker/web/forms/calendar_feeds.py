"""Choosing the unit whose deadlines a calendar shows."""

from __future__ import annotations

from wtforms.validators import InputRequired

from tracker.web.forms.base import TrackerForm
from tracker.web.forms.choices import SelectField


class UnitCalendarForm(TrackerForm):
    """The unit of a calendar."""

    unit_id = SelectField("Đơn vị", [InputRequired("Chọn đơn vị.")], coerce=int, choices=[])
