"""Keeping a list under a name."""

from __future__ import annotations

from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.models.saved_view import Audience
from tracker.web.forms.base import AtMost, TextField, TrackerForm
from tracker.web.forms.choices import RadioField
from tracker.wording.sentence import say


class NameForm(TrackerForm):
    """The name of a view."""

    name = TextField("Tên danh sách", [InputRequired("Đặt tên danh sách."), AtMost(80)])


class KeepForm(NameForm):
    """A new view: its name, who sees it, and the address of the list after «?»."""

    audience = RadioField(
        "Ai thấy danh sách này",
        choices={"owner": say("Chỉ tôi"), "unit": say("Đơn vị tôi"), "everybody": say("Mọi người")},
        default=Audience.OWNER,
    )
    query = HiddenField()
