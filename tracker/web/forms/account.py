"""One's own account: the second factor, keys for other programs."""

from __future__ import annotations

from wtforms.validators import InputRequired

from tracker.web.forms.base import AtMost, TextField, TrackerForm


class FirstCodeForm(TrackerForm):
    """Type the first code of a second factor."""

    code = TextField("Mã 6 số đang hiện trên điện thoại", [InputRequired("Nhập mã 6 số."), AtMost(12)])
