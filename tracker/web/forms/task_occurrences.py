"""What is filled in about single occurrences of a duty, when a unit is urged, and about tags."""

from __future__ import annotations

from collections.abc import Iterable

from flask_wtf.file import MultipleFileField
from wtforms import BooleanField
from wtforms.validators import InputRequired

from tracker.models.task import Occurrence
from tracker.web.filters import vn_date
from tracker.web.forms.base import EVIDENCE_TYPES, AtMost, LongTextField, TextField, VietnameseDateField
from tracker.web.forms.choices import RadioField, SelectField
from tracker.web.forms.tasks import DOCUMENT_LENGTH, NOTE_LENGTH, AtMostFiles, TaskForm
from tracker.wording.sentence import say

TAG_LENGTH = 40


class OccurrenceForm(TaskForm):
    """Something about one occurrence."""

    occurrence = SelectField("Kỳ", [InputRequired("Chọn một kỳ.")], coerce=str)

    def offer(self, occurrences: Iterable[Occurrence]) -> None:
        """Offer the occurrences with which it can be done."""
        self.occurrence.choices = [
            (
                str(each.number),
                say("Kỳ {number}, hạn {due_on}", number=each.number, due_on=vn_date(each.due_on)),
            )
            for each in occurrences
        ]

    def number(self) -> int:
        """Return the number of the occurrence chosen."""
        return int(self.occurrence.data)


class ReportOccurrenceForm(OccurrenceForm):
    """Report one occurrence done."""

    done_on = VietnameseDateField("Ngày hoàn thành kỳ này", [InputRequired("Nhập ngày hoàn thành.")])
    note = LongTextField("Kết quả của kỳ", [AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản báo cáo", [AtMost(DOCUMENT_LENGTH)])
    files = MultipleFileField("Tệp minh chứng", [AtMostFiles()], render_kw=EVIDENCE_TYPES)


class AcceptOccurrenceForm(OccurrenceForm):
    """Confirm the report of one occurrence."""

    late_report_seen = BooleanField("Đã kiểm tra ngày hoàn thành; chấp nhận báo cáo chậm")
    note = LongTextField("Ý kiến khi xác nhận", [AtMost(NOTE_LENGTH)])


class OccurrenceReasonForm(OccurrenceForm):
    """Say why about one occurrence."""

    note = LongTextField("Lý do", [InputRequired("Ghi lý do."), AtMost(NOTE_LENGTH)])


class PauseForm(TaskForm):
    """Let a duty rest for a time."""

    from_on = VietnameseDateField("Tạm ngừng từ ngày", [InputRequired("Nhập ngày bắt đầu.")])
    to_on = VietnameseDateField("Đến hết ngày", [InputRequired("Nhập ngày kết thúc.")])
    note = LongTextField("Lý do", [InputRequired("Ghi lý do tạm ngừng."), AtMost(NOTE_LENGTH)])


class EndForm(TaskForm):
    """End a duty that comes again."""

    ends_on = VietnameseDateField("Kết thúc từ ngày", [InputRequired("Nhập ngày kết thúc.")])
    note = LongTextField("Lý do", [InputRequired("Ghi lý do kết thúc."), AtMost(NOTE_LENGTH)])


class UrgeForm(TaskForm):
    """Urge a unit."""

    note = LongTextField("Nội dung đôn đốc", [AtMost(NOTE_LENGTH)])


class TagForm(TaskForm):
    """Stick a tag on, or take one off."""

    ON, OFF = "on", "off"

    way = RadioField("Việc", choices={ON: say("Gắn nhãn"), OFF: say("Bỏ nhãn")}, default=ON)
    name = TextField("Nhãn", [InputRequired("Ghi tên nhãn."), AtMost(TAG_LENGTH)])
