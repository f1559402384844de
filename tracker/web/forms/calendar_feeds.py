"""Choosing the unit whose deadlines a calendar shows."""

from __future__ import annotations

from wtforms import SelectField
from wtforms.validators import InputRequired

from tracker.web.forms.base import TrackerForm


class UnitCalendarForm(TrackerForm):
    """The unit of a calendar."""

    unit_id = SelectField("Đơn vị", [InputRequired("Chọn đơn vị.")], coerce=int, choices=[])
