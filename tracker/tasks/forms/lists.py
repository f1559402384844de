"""Forms around lists: the columns somebody likes to see, and a list kept under a name.

And three small ones: a day of the working calendar, a comment, the number and day of a letter that urged a unit.
"""

from __future__ import annotations

from flask import url_for
from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.core.i18n import make_message
from tracker.core.labels import DAY_KIND_WORDS
from tracker.law.calendar import DayKind
from tracker.office.calendar import CalendarChange
from tracker.tasks.forms.page import day_field
from tracker.tasks.lists import TASK_COLUMNS
from tracker.tasks.saved_views import ViewAudience
from tracker.web.forms import (
    ActionForm,
    AtMost,
    LongTextField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextField,
    TrackerForm,
)
from tracker.web.responses import local_or


class ListColumnsForm(TrackerForm):
    """Columns and rows on a page; `next_address` is the list it was sent from."""

    columns = SelectMultipleField("Cột", choices={each.name: each.head for each in TASK_COLUMNS.values()})
    rows = SelectField("Số dòng mỗi trang", choices={n: n for n in ("20", "50", "100", "200")})
    next_address = HiddenField()

    def back(self) -> str:
        """Return the list to go back to, within the site."""
        return local_or(self.next_address.data, url_for("tasks.index"))


ORDINARY = "ordinary"


class CalendarDayForm(TrackerForm):
    """Say what a day is, and by which paper; `looked_at` is set once the moved deadlines were shown."""

    day = day_field("Ngày", missing="Nhập ngày, ví dụ: 02/01/2026.")
    kind = SelectField(
        "Là ngày",
        choices={
            **{kind.value: DAY_KIND_WORDS[kind] for kind in DayKind},
            ORDINARY: make_message("Ngày thường (bỏ khỏi lịch)"),
        },
    )
    name = TextField("Tên ngày", [InputRequired("Nhập tên, ví dụ: Nghỉ hoán đổi dịp Tết Dương lịch."), AtMost(120)])
    source = TextField(
        "Văn bản",
        [InputRequired("Nhập số, ngày văn bản thông báo, ví dụ: 12729/VPCP-KGVX ngày 25/12/2025."), AtMost(160)],
    )
    looked_at = HiddenField()

    def answer(self) -> CalendarChange:
        """Return the valid answer, typed."""
        assert self.day.data is not None  # InputRequired has run
        kind = None if self.kind.data == ORDINARY else DayKind(self.kind.data)
        return CalendarChange(self.day.data, kind, self.name.data or "", self.source.data or "")


LENGTH = 2000


class CommentForm(ActionForm):
    """One comment in plain words."""

    text = LongTextField("Nội dung trao đổi", [InputRequired("Ghi nội dung trao đổi."), AtMost(LENGTH)])


"""What can be done with many tasks at once, by its name in an address, in the order in which a list offers it."""


class RenameViewForm(TrackerForm):
    """The name of a view."""

    name = TextField("Tên danh sách", [InputRequired("Đặt tên danh sách."), AtMost(80)])


class SaveViewForm(RenameViewForm):
    """A new view: its name, who sees it, and the address of the list after «?»."""

    audience = RadioField(
        "Ai thấy danh sách này",
        choices={
            "owner": make_message("Chỉ tôi"),
            "unit": make_message("Đơn vị tôi"),
            "everybody": make_message("Mọi người"),
        },
        default=ViewAudience.OWNER,
    )
    query = HiddenField()


class IssuedLetterForm(ActionForm):
    """Number and day of the letter, as the registry gave them."""

    reference = TextField(
        "Số, ký hiệu công văn", [InputRequired("Nhập số, ký hiệu công văn, ví dụ: 2710/UBND-VP."), AtMost(80)]
    )
    issued_on = day_field("Ngày ban hành", missing="Nhập ngày ban hành công văn.")
