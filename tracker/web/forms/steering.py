"""Putting a paper on the list of those that steer administrative reform."""

from __future__ import annotations

from wtforms.validators import InputRequired

from tracker.web.forms.base import ActionForm, AtMost, TextField, TrackerForm, VietnameseDateField


class SteeringForm(ActionForm):
    """A paper of the authority."""

    reference = TextField("Số, ký hiệu", [InputRequired("Nhập số, ký hiệu, ví dụ: 553/KH-UBND."), AtMost(80)])
    issued_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành.")])
    summary = TextField("Trích yếu", [InputRequired("Nhập trích yếu."), AtMost(400)])


class TakeOffForm(TrackerForm):
    """Taking one off."""
