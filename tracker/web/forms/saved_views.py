"""Keeping a list under a name."""

from __future__ import annotations

from wtforms import HiddenField, RadioField
from wtforms.validators import InputRequired

from tracker.models.saved_view import Audience
from tracker.web.forms.base import AtMost, TextField, TrackerForm


class NameForm(TrackerForm):
    """The name of a view."""

    name = TextField("Tên danh sách", [InputRequired("Đặt tên danh sách."), AtMost(80)])


class KeepForm(NameForm):
    """A new view: its name, who sees it, and the address of the list after «?»."""

    audience = RadioField(
        "Ai thấy danh sách này",
        choices={"owner": "Chỉ tôi", "unit": "Đơn vị tôi", "everybody": "Mọi người"},
        default=Audience.OWNER,
    )
    query = HiddenField()
