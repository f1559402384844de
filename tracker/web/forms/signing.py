"""Signing a report off: letting a finding stand, freezing, a new version."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.web.forms.base import (
    ActionForm,
    AtMost,
    LongTextField,
    TextField,
    TrackerForm,
    VietnameseDateField,
)


class WaiveForm(ActionForm):
    """A finding stands, for a reason."""

    key = HiddenField()
    reason = TextField("Lý do giữ nguyên", [InputRequired("Ghi lý do giữ nguyên."), AtMost(400)])


class TakeBackForm(TrackerForm):
    """It does not stand any more."""

    key = HiddenField()


class FreezeForm(ActionForm):
    """The number and the date a report is printed with."""

    number = TextField(
        "Số, ký hiệu báo cáo", [InputRequired("Nhập số, ký hiệu báo cáo, ví dụ: 4279/BC-UBND."), AtMost(80)]
    )
    dated_on = VietnameseDateField("Ngày báo cáo", [InputRequired("Nhập ngày báo cáo.")])


class AnewForm(ActionForm):
    """A new version of a frozen report."""

    reason = LongTextField(
        "Lý do lập phiên bản mới", [InputRequired("Ghi lý do."), AtMost(1000)], render_kw={"rows": 3}
    )
