"""Putting a paper on the list of those that steer administrative reform."""

from __future__ import annotations

from wtforms.validators import InputRequired

from tracker.web.forms.base import ActionForm, AtMost, TextField, TrackerForm, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.web.forms.secrecy import RequiredUnlessSecret
from tracker.wording.selecting import SECRECY_WORDS


class SteeringForm(ActionForm):
    """A paper of the authority."""

    reference = TextField("Số, ký hiệu", [InputRequired("Nhập số, ký hiệu, ví dụ: 553/KH-UBND."), AtMost(80)])
    issued_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành.")])
    secrecy = SelectField("Độ mật", choices=dict(SECRECY_WORDS))
    summary = TextField("Trích yếu", [RequiredUnlessSecret("Nhập trích yếu."), AtMost(400)])


class TakeOffForm(TrackerForm):
    """Taking one off."""
