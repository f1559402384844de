"""How somebody likes to see lists.

A day of the working calendar, as a notice says it.

What is written in a comment.

What is filled in once when many tasks are acted on.

Keeping a list under a name.

The number and the day of a letter that urged a unit.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from flask import request, url_for
from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.core.i18n import make_message
from tracker.core.labels import DAY_KIND_WORDS
from tracker.law.calendar import DayKind
from tracker.office.calendar import CalendarChange
from tracker.office.models import Person, Unit
from tracker.tasks.forms.actions import TAG_LENGTH
from tracker.tasks.forms.page import DOCUMENT_LENGTH, NOTE_LENGTH
from tracker.tasks.saved_views import ViewAudience
from tracker.tasks.selection import COLUMN_WORDS
from tracker.web.forms import (
    ActionForm,
    AtMost,
    LongTextField,
    RadioField,
    SelectField,
    SelectMultipleField,
    TextField,
    TrackerForm,
    VietnameseDateField,
)
from tracker.web.responses import local_or, query_or_nothing


class ListColumnsForm(TrackerForm):
    """Columns and rows on a page; `next_address` is the list it was sent from."""

    columns = SelectMultipleField("Cột", choices={name: words[0] for name, words in COLUMN_WORDS.items()})
    rows = SelectField("Số dòng mỗi trang", choices={n: n for n in ("20", "50", "100", "200")})
    next_address = HiddenField()

    def back(self) -> str:
        """Return the list to go back to, within the site."""
        return local_or(self.next_address.data, url_for("tasks.index"))


ORDINARY = "ordinary"


class CalendarDayForm(TrackerForm):
    """Say what a day is, and by which paper; `looked_at` is set once the moved deadlines were shown."""

    day = VietnameseDateField("Ngày", [InputRequired("Nhập ngày, ví dụ: 02/01/2026.")])
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


def verb_named() -> str:
    """Return the name of what is to be done."""
    return request.form.get("viec", "")


def list_left() -> str:
    """Return the query of the list from which the person came."""
    return query_or_nothing(request.form.get("danh-sach"))


def takes_all() -> bool:
    """Tell whether the whole list is meant."""
    return bool(request.form.get("tat-ca"))


def read_ticked_ids() -> list[int]:
    """Return the assignments ticked in a list, by number."""
    numbers = (each.partition(".")[0] for each in request.form.getlist("chon"))
    return [int(each) for each in numbers if each.isdecimal() and len(each) < 10]


def late_reports_seen() -> frozenset[str]:
    """Return the assignments whose late report was ticked as seen."""
    return frozenset(request.form.getlist("cham"))


class BulkForm(TrackerForm):
    """One thing for many tasks; `batch` names the press of the button, so that a second one does nothing more."""

    batch = HiddenField(default=lambda: secrets.token_urlsafe(16))

    def chosen(self) -> Mapping[int, int | None]:
        """Return the assignments ticked, each with the version the person looked at."""
        pairs = (each.partition(".") for each in request.form.getlist("chon"))
        return {
            int(number): int(version) if version.isdecimal() and len(version) < 10 else None
            for number, _, version in pairs
            if number.isdecimal() and len(number) < 10
        }


class BulkNoteForm(BulkForm):
    """Something to be said along with it."""

    note = LongTextField("Nội dung, ý kiến", [AtMost(NOTE_LENGTH)])


class BulkPersonForm(BulkForm):
    """Who does the work."""

    person = SelectField("Người thực hiện", [InputRequired("Chọn người thực hiện.")], coerce=str)
    note = LongTextField("Ghi chú", [AtMost(NOTE_LENGTH)])

    def offer(self, people: Iterable[Person]) -> None:
        """Offer the people of the units whose work it is."""
        self.person.choices = [("", make_message("Chọn người")), *((str(each.id), each.name) for each in people)]


class BulkUnitForm(BulkForm):
    """Which unit takes over."""

    unit = SelectField("Đơn vị mới", [InputRequired("Chọn đơn vị mới.")], coerce=str)
    note = LongTextField("Lý do", [InputRequired("Ghi lý do chuyển."), AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản", [AtMost(DOCUMENT_LENGTH)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer the units there are."""
        self.unit.choices = [("", make_message("Chọn đơn vị")), *((str(each.id), each.name) for each in units)]


class BulkTagForm(BulkForm):
    """Which tag."""

    name = TextField("Nhãn", [InputRequired("Ghi tên nhãn."), AtMost(TAG_LENGTH)])


class BulkDeadlineForm(BulkForm):
    """An earlier deadline, or a first one."""

    due_on = VietnameseDateField("Hạn mới", [InputRequired("Nhập hạn mới.")])
    document = TextField(
        "Số, ký hiệu văn bản", [InputRequired("Ghi số, ký hiệu văn bản làm căn cứ."), AtMost(DOCUMENT_LENGTH)]
    )
    note = LongTextField("Lý do", [InputRequired("Ghi lý do điều chỉnh hạn."), AtMost(NOTE_LENGTH)])


class BulkExtensionForm(BulkForm):
    """What becomes of requests for more time."""

    AGREE, REFUSE = "agree", "refuse"

    verdict = RadioField(
        "Quyết định",
        [InputRequired("Chọn một quyết định.")],
        choices={AGREE: make_message("Đồng ý đến ngày từng đơn vị đề nghị"), REFUSE: make_message("Không đồng ý")},
    )
    note = LongTextField("Ý kiến", [AtMost(NOTE_LENGTH)])


class BulkAttestForm(BulkForm):
    """Duties without an end of their own, met up to a day."""

    effective_on = VietnameseDateField("Đạt yêu cầu đến ngày", [InputRequired("Nhập ngày đánh giá.")])
    note = LongTextField("Căn cứ đánh giá, kết quả đã có", [InputRequired("Ghi căn cứ đánh giá."), AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản", [AtMost(DOCUMENT_LENGTH)])


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
    issued_on = VietnameseDateField("Ngày ban hành", [InputRequired("Nhập ngày ban hành công văn.")])
