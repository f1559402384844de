"""One's own account: the second factor, keys for other programs."""

from __future__ import annotations

from wtforms.validators import InputRequired
from wtforms.widgets import CheckboxInput

from tracker.web.forms.base import AtMost, TextField, TrackerForm
from tracker.web.forms.choices import SelectField, SelectMultipleField
from tracker.wording.api import SCOPE_WORDS
from tracker.wording.sentence import say


class FirstCodeForm(TrackerForm):
    """Type the first code of a second factor."""

    code = TextField(
        "Mã 6 số đang hiện trên điện thoại",
        [InputRequired("Nhập mã 6 số."), AtMost(12)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


class TokenForm(TrackerForm):
    """Make a key for another program."""

    name = TextField("Phần mềm nào", [InputRequired("Nhập tên phần mềm dùng khóa."), AtMost(80)])
    scopes = SelectMultipleField(
        "Được làm gì",
        choices=dict(SCOPE_WORDS),
        option_widget=CheckboxInput(),
    )
    days = SelectField(
        "Dùng trong",
        choices={"30": say("30 ngày"), "90": say("90 ngày"), "365": say("một năm")},
        default="90",
    )
