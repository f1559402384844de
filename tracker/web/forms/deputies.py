"""Naming a deputy for a period."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms.validators import InputRequired, Optional

from tracker.models.person import Person
from tracker.web.forms.base import AtMost, TextField, TrackerForm, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.wording.sentence import say


class DeputyForm(TrackerForm):
    """Who acts, from which day to which, by which paper if there is one."""

    deputy_id = SelectField("Người làm thay", [InputRequired("Chọn người làm thay.")])
    valid_from = VietnameseDateField("Từ ngày", [InputRequired("Nhập ngày đầu.")])
    valid_to = VietnameseDateField("Đến hết ngày", [InputRequired("Nhập ngày cuối.")])
    reference = TextField("Số, ký hiệu văn bản", [AtMost(80)])
    issued_on = VietnameseDateField("Ngày ban hành", [Optional()])

    def offer(self, people: Iterable[Person], principal_id: int) -> None:
        """Offer everybody with an open account but the principal."""
        self.deputy_id.choices = {"": say("Chọn người")} | {
            str(person.id): f"{person.name} ({person.login})"
            for person in people
            if person.active and person.id != principal_id
        }
