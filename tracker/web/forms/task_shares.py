"""What is filled in when the work is split: who does it, and what a coordinating unit is asked for."""

from __future__ import annotations

from collections.abc import Iterable

from wtforms.validators import Optional

from tracker.models.person import Person
from tracker.web.forms.base import AtMost, LongTextField, VietnameseDateField
from tracker.web.forms.choices import SelectField
from tracker.web.forms.tasks import NOTE_LENGTH, TaskForm
from tracker.wording.sentence import say


class EntrustForm(TaskForm):
    """Say who in the unit does the work."""

    person = SelectField("Người thực hiện", [Optional()], coerce=str)
    note = LongTextField("Việc cần làm, lưu ý", [AtMost(NOTE_LENGTH)])

    def offer(self, colleagues: Iterable[Person]) -> None:
        """Offer the people of the unit."""
        self.person.choices = [
            ("", say("Chưa phân công")),
            *((str(each.id), each.name) for each in colleagues),
        ]

    def person_id(self) -> int | None:
        """Return the person chosen."""
        return int(self.person.data) if self.person.data else None


class DivideForm(TaskForm):
    """Ask a coordinating unit for its share."""

    share = LongTextField("Phần việc của đơn vị phối hợp", [AtMost(NOTE_LENGTH)])
    due_on = VietnameseDateField("Hạn nội bộ", [Optional()])


class ReceiveForm(TaskForm):
    """Receive what a coordinating unit reported."""

    note = LongTextField("Ý kiến khi nhận kết quả", [AtMost(NOTE_LENGTH)])
