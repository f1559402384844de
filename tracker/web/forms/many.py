"""What is filled in once when many tasks are acted on."""

from __future__ import annotations

import secrets
from collections.abc import Iterable, Mapping

from flask import request
from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.models.person import Person
from tracker.models.unit import Unit
from tracker.web.addresses import query_or_nothing
from tracker.web.forms.base import AtMost, LongTextField, TextField, TrackerForm, VietnameseDateField
from tracker.web.forms.choices import RadioField, SelectField
from tracker.web.forms.task_occurrences import TAG_LENGTH
from tracker.web.forms.tasks import DOCUMENT_LENGTH, NOTE_LENGTH
from tracker.wording.sentence import say


def verb_named() -> str:
    """Return the name of what is to be done."""
    return request.form.get("viec", "")


def list_left() -> str:
    """Return the query of the list from which the person came."""
    return query_or_nothing(request.form.get("danh-sach"))


def takes_all() -> bool:
    """Tell whether the whole list is meant."""
    return bool(request.form.get("tat-ca"))


def ticked() -> list[int]:
    """Return the assignments ticked in a list, by number."""
    numbers = (each.partition(".")[0] for each in request.form.getlist("chon"))
    return [int(each) for each in numbers if each.isdecimal() and len(each) < 10]


def late_reports_seen() -> frozenset[str]:
    """Return the assignments whose late report was ticked as seen."""
    return frozenset(request.form.getlist("cham"))


class ManyForm(TrackerForm):
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


class NoteForm(ManyForm):
    """Something to be said along with it."""

    note = LongTextField("Nội dung, ý kiến", [AtMost(NOTE_LENGTH)])


class PersonForm(ManyForm):
    """Who does the work."""

    person = SelectField("Người thực hiện", [InputRequired("Chọn người thực hiện.")], coerce=str)
    note = LongTextField("Ghi chú", [AtMost(NOTE_LENGTH)])

    def offer(self, people: Iterable[Person]) -> None:
        """Offer the people of the units whose work it is."""
        self.person.choices = [("", say("Chọn người")), *((str(each.id), each.name) for each in people)]


class UnitForm(ManyForm):
    """Which unit takes over."""

    unit = SelectField("Đơn vị mới", [InputRequired("Chọn đơn vị mới.")], coerce=str)
    note = LongTextField("Lý do", [InputRequired("Ghi lý do chuyển."), AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản", [AtMost(DOCUMENT_LENGTH)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer the units there are."""
        self.unit.choices = [("", say("Chọn đơn vị")), *((str(each.id), each.name) for each in units)]


class TagsForm(ManyForm):
    """Which tag."""

    name = TextField("Nhãn", [InputRequired("Ghi tên nhãn."), AtMost(TAG_LENGTH)])


class DeadlinesForm(ManyForm):
    """An earlier deadline, or a first one."""

    due_on = VietnameseDateField("Hạn mới", [InputRequired("Nhập hạn mới.")])
    document = TextField(
        "Số, ký hiệu văn bản", [InputRequired("Ghi số, ký hiệu văn bản làm căn cứ."), AtMost(DOCUMENT_LENGTH)]
    )
    note = LongTextField("Lý do", [InputRequired("Ghi lý do điều chỉnh hạn."), AtMost(NOTE_LENGTH)])


class ExtensionsForm(ManyForm):
    """What becomes of requests for more time."""

    AGREE, REFUSE = "agree", "refuse"

    verdict = RadioField(
        "Quyết định",
        [InputRequired("Chọn một quyết định.")],
        choices={AGREE: say("Đồng ý đến ngày từng đơn vị đề nghị"), REFUSE: say("Không đồng ý")},
    )
    note = LongTextField("Ý kiến", [AtMost(NOTE_LENGTH)])


class MarksForm(ManyForm):
    """Duties without an end of their own, met up to a day."""

    effective_on = VietnameseDateField("Đạt yêu cầu đến ngày", [InputRequired("Nhập ngày đánh giá.")])
    note = LongTextField(
        "Căn cứ đánh giá, kết quả đã có", [InputRequired("Ghi căn cứ đánh giá."), AtMost(NOTE_LENGTH)]
    )
    document = TextField("Số, ký hiệu văn bản", [AtMost(DOCUMENT_LENGTH)])
