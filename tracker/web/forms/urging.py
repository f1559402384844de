"""The number and the day of a letter that urged a unit."""

from __future__ import annotations

from wtforms.validators import InputRequired

from tracker.web.forms.base import ActionForm, AtMost, TextField, VietnameseDateField


class IssuedForm(ActionForm):
    """Number and day of the letter, as the registry gave them."""

    reference = TextField(
        "Số, ký hiệu công văn", [InputRequired("Nhập số, ký hiệu công văn, ví dụ: 2710/UBND-VP."), AtMost(80)]
    )
    issued_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành công văn.")])
