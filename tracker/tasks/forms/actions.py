"""The day a term is counted from: a day for each unit that got the paper, or the day of what was waited for.

What is filled in about single occurrences of a duty, when a unit is urged, and about tags.

What officials fill in about a task: progress, report, decision, request for time.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Mapping

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from tracker.core.formats import vn_date
from tracker.core.i18n import make_message
from tracker.tasks.actions.deadline import TermBeginning
from tracker.tasks.detail import TaskView
from tracker.tasks.evidence import Upload
from tracker.tasks.models import Occurrence
from tracker.web.forms import (
    EVIDENCE_TYPES,
    ActionForm,
    AtMost,
    LongTextField,
    RadioField,
    SelectField,
    TextField,
    VietnameseDateField,
    bytes_of,
)


class ReceiptsForm(ActionForm):
    """When each unit got the paper; `looked_at` names the days whose deadlines were shown."""

    note = TextField("Căn cứ", [InputRequired("Ghi căn cứ, ví dụ: sổ văn bản đến của từng đơn vị."), AtMost(300)])
    looked_at = HiddenField()

    @classmethod
    def of(cls, found: TermBeginning) -> ReceiptsForm:
        """Return the form with a day for each unit the task was given to."""
        days = {
            f"received_{start.assignment.id}": VietnameseDateField(
                start.assignment.unit.name,
                [InputRequired("Nhập ngày nhận, ví dụ: 08/02/2021.")],
                default=start.starts_on,
            )
            for start in found.starts
        }
        made: type[ReceiptsForm] = type("ReceiptsOfUnits", (cls,), days)
        return made()

    def days(self) -> Mapping[int, dt.date]:
        """Return the day of each assignment, as typed."""
        return {
            int(name.removeprefix("received_")): field.data
            for name, field in self._fields.items()
            if name.startswith("received_") and field.data is not None
        }

    def shown_days(self) -> str:
        """Name the days as they stand, to know whether their deadlines were looked at."""
        return " ".join(f"{number}:{day.isoformat()}" for number, day in sorted(self.days().items()))


class TermEventForm(ActionForm):
    """What a duty waited for has happened, or is fixed to a day."""

    happened_on = VietnameseDateField("Ngày", [InputRequired("Nhập ngày, ví dụ: 20/7/2021.")])
    document = TextField("Số, ký hiệu văn bản", [AtMost(160)])
    note = LongTextField(
        "Điều đã xảy ra", [InputRequired("Ghi điều kiện nào đã xảy ra."), AtMost(2000)], render_kw={"rows": 3}
    )
    due_on = VietnameseDateField("Hạn xử lý", [Optional()])


MOST_FILES = 5
NOTE_LENGTH = 4000
DOCUMENT_LENGTH = 160


class AtMostFiles:
    """Refuse more files than one report may carry."""

    def __call__(self, form: ActionForm, field: MultipleFileField) -> None:
        """Raise a sentence with the limit."""
        if len(field.data or ()) > MOST_FILES:
            raise ValidationError(make_message("Chọn tối đa {most_files} tệp một lần.", most_files=MOST_FILES))


class TaskForm(ActionForm):
    """A form about one assignment; `seen_lines` is how long its event log was when the page was drawn."""

    seen_lines = HiddenField()

    def look_at(self, seen: TaskView) -> None:
        """Note which standing of the assignment this form is now shown beside."""
        self.version.data = str(seen.assignment.version)
        self.seen_lines.data = str(len(seen.events))

    def version_seen(self) -> int:
        """Return the version looked at; a form that names none has seen nothing, which is never the present."""
        return self.seen_version() or 0

    def lines_seen(self) -> int:
        """Return how many events the person had before them."""
        seen = self.seen_lines.data or ""
        return int(seen) if seen.isdigit() and len(seen) < 10 else 0

    def uploads(self) -> list[Upload]:
        """Return the files sent along."""
        sent: list[FileStorage] = list(self["files"].data or ()) if "files" in self else []
        return [Upload(each.filename or "", bytes_of(each)) for each in sent]


class AcceptForm(TaskForm):
    """Accept an assignment: nothing to fill in."""


class ProgressForm(TaskForm):
    """Write down how far the work is."""

    note = LongTextField("Nội dung đã làm", [AtMost(NOTE_LENGTH)])
    quantity = IntegerField("Số lượng đã làm", [Optional(), NumberRange(0, message="Nhập số từ 0 trở lên.")])
    percent = IntegerField("Tiến độ (%)", [Optional(), NumberRange(0, 100, message="Nhập số từ 0 đến 100.")])
    difficulties = LongTextField("Khó khăn, vướng mắc", [AtMost(NOTE_LENGTH)])
    proposals = LongTextField("Kiến nghị, đề xuất", [AtMost(NOTE_LENGTH)])
    files = MultipleFileField("Tệp minh chứng", [AtMostFiles()], render_kw=EVIDENCE_TYPES)


class SubmitForm(TaskForm):
    """Report an assignment complete."""

    done_on = VietnameseDateField("Ngày hoàn thành", [InputRequired("Nhập ngày hoàn thành.")])
    note = LongTextField("Kết quả thực hiện", [AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản báo cáo", [AtMost(DOCUMENT_LENGTH)])
    document_on = VietnameseDateField("Ngày văn bản", [Optional()])
    quantity = IntegerField("Số lượng đã làm", [Optional(), NumberRange(0, message="Nhập số từ 0 trở lên.")])
    files = MultipleFileField("Tệp minh chứng", [AtMostFiles()], render_kw=EVIDENCE_TYPES)


class ConfirmCompletionForm(TaskForm):
    """Confirm a report of completion."""

    note = LongTextField("Ý kiến khi xác nhận", [AtMost(NOTE_LENGTH)])
    late_report_seen = BooleanField("Đã kiểm tra ngày hoàn thành; chấp nhận báo cáo chậm")


class SendBackForm(TaskForm):
    """Send a report back."""

    note = LongTextField("Lý do trả lại, việc cần làm thêm", [InputRequired("Ghi lý do trả lại."), AtMost(NOTE_LENGTH)])


class ExtensionRequestForm(TaskForm):
    """Ask for a later deadline."""

    to_due_on = VietnameseDateField("Hạn đề nghị", [InputRequired("Nhập hạn đề nghị.")])
    note = LongTextField("Lý do", [InputRequired("Ghi lý do xin gia hạn."), AtMost(NOTE_LENGTH)])


class ExtensionDecisionForm(TaskForm):
    """Decide on a request for more time."""

    AGREE, OTHER_DAY, REFUSE = "agree", "other", "refuse"

    verdict = RadioField(
        "Quyết định",
        [InputRequired("Chọn một quyết định.")],
        choices={
            AGREE: make_message("Đồng ý đến ngày đề nghị"),
            OTHER_DAY: make_message("Đồng ý, đến ngày khác"),
            REFUSE: make_message("Không đồng ý"),
        },
    )
    due_on = VietnameseDateField("Đến ngày khác")
    note = LongTextField("Ý kiến", [AtMost(NOTE_LENGTH)])

    def validate_due_on(self, field: VietnameseDateField) -> None:
        """Ask for the day when another day is granted."""
        if self.verdict.data == self.OTHER_DAY and field.data is None:
            raise ValidationError(make_message("Nhập ngày đồng ý gia hạn đến."))


class WithdrawForm(TaskForm):
    """Withdraw an assignment given by mistake."""

    note = LongTextField("Lý do thu hồi", [InputRequired("Ghi lý do thu hồi."), AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản thu hồi", [AtMost(DOCUMENT_LENGTH)])
    effective_on = VietnameseDateField("Thu hồi từ ngày", [InputRequired("Nhập ngày thu hồi.")])


class AttestForm(TaskForm):
    """Mark a duty without an end of its own as met up to a day."""

    effective_on = VietnameseDateField("Đạt yêu cầu đến ngày", [InputRequired("Nhập ngày đánh giá.")])
    note = LongTextField("Căn cứ đánh giá, kết quả đã có", [InputRequired("Ghi căn cứ đánh giá."), AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản", [AtMost(DOCUMENT_LENGTH)])


TAG_LENGTH = 40


class OccurrenceForm(TaskForm):
    """Something about one occurrence."""

    occurrence = SelectField("Kỳ", [InputRequired("Chọn một kỳ.")], coerce=str)

    def offer(self, occurrences: Iterable[Occurrence]) -> None:
        """Offer the occurrences with which it can be done."""
        self.occurrence.choices = [
            (
                str(each.number),
                make_message("Kỳ {number}, hạn {due_on}", number=each.number, due_on=vn_date(each.due_on)),
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


class PauseOccurrencesForm(TaskForm):
    """Let a duty rest for a time."""

    from_on = VietnameseDateField("Tạm ngừng từ ngày", [InputRequired("Nhập ngày bắt đầu.")])
    to_on = VietnameseDateField("Đến hết ngày", [InputRequired("Nhập ngày kết thúc.")])
    note = LongTextField("Lý do", [InputRequired("Ghi lý do tạm ngừng."), AtMost(NOTE_LENGTH)])


class EndOccurrencesForm(TaskForm):
    """End a duty that comes again."""

    ends_on = VietnameseDateField("Kết thúc từ ngày", [InputRequired("Nhập ngày kết thúc.")])
    note = LongTextField("Lý do", [InputRequired("Ghi lý do kết thúc."), AtMost(NOTE_LENGTH)])


class UrgeForm(TaskForm):
    """Urge a unit."""

    note = LongTextField("Nội dung đôn đốc", [AtMost(NOTE_LENGTH)])


class TagForm(TaskForm):
    """Stick a tag on, or take one off."""

    ON, OFF = "on", "off"

    way = RadioField("Việc", choices={ON: make_message("Gắn nhãn"), OFF: make_message("Bỏ nhãn")}, default=ON)
    name = TextField("Nhãn", [InputRequired("Ghi tên nhãn."), AtMost(TAG_LENGTH)])
