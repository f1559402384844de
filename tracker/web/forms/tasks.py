"""What officials fill in about a task: progress, report, decision, request for time."""

from __future__ import annotations

from flask_wtf.file import MultipleFileField
from werkzeug.datastructures import FileStorage
from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from tracker.services.evidence import Upload
from tracker.services.tasks import TaskView
from tracker.web.forms.base import (
    EVIDENCE_TYPES,
    ActionForm,
    AtMost,
    LongTextField,
    TextField,
    VietnameseDateField,
    bytes_of,
)
from tracker.web.forms.choices import RadioField
from tracker.wording.sentence import say

MOST_FILES = 5
NOTE_LENGTH = 4000
DOCUMENT_LENGTH = 160


class AtMostFiles:
    """Refuse more files than one report may carry."""

    def __call__(self, form: ActionForm, field: MultipleFileField) -> None:
        """Raise a sentence with the limit."""
        if len(field.data or ()) > MOST_FILES:
            raise ValidationError(say("Chọn tối đa {most_files} tệp một lần.", most_files=MOST_FILES))


class TaskForm(ActionForm):
    """A form about one assignment; `seen_lines` is how long its diary was when the page was drawn."""

    seen_lines = HiddenField()

    def look_at(self, seen: TaskView) -> None:
        """Note which standing of the assignment this form is now shown beside."""
        self.version.data = str(seen.assignment.version)
        self.seen_lines.data = str(len(seen.events))

    def version_seen(self) -> int:
        """Return the version looked at; a form that names none has seen nothing, which is never the present."""
        return self.seen_version() or 0

    def lines_seen(self) -> int:
        """Return how many lines of the diary the person had before them."""
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


class ConfirmForm(TaskForm):
    """Confirm a report of completion."""

    note = LongTextField("Ý kiến khi xác nhận", [AtMost(NOTE_LENGTH)])
    late_report_seen = BooleanField("Đã kiểm tra ngày hoàn thành; chấp nhận báo cáo chậm")


class SendBackForm(TaskForm):
    """Send a report back."""

    note = LongTextField(
        "Lý do trả lại, việc cần làm thêm", [InputRequired("Ghi lý do trả lại."), AtMost(NOTE_LENGTH)]
    )


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
            AGREE: say("Đồng ý đến ngày đề nghị"),
            OTHER_DAY: say("Đồng ý, đến ngày khác"),
            REFUSE: say("Không đồng ý"),
        },
    )
    due_on = VietnameseDateField("Đến ngày khác")
    note = LongTextField("Ý kiến", [AtMost(NOTE_LENGTH)])

    def validate_due_on(self, field: VietnameseDateField) -> None:
        """Ask for the day when another day is granted."""
        if self.verdict.data == self.OTHER_DAY and field.data is None:
            raise ValidationError(say("Nhập ngày đồng ý gia hạn đến."))


class WithdrawForm(TaskForm):
    """Withdraw an assignment given by mistake."""

    note = LongTextField("Lý do thu hồi", [InputRequired("Ghi lý do thu hồi."), AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản thu hồi", [AtMost(DOCUMENT_LENGTH)])
    effective_on = VietnameseDateField("Thu hồi từ ngày", [InputRequired("Nhập ngày thu hồi.")])


class AttestForm(TaskForm):
    """Mark a duty without an end of its own as met up to a day."""

    effective_on = VietnameseDateField("Đạt yêu cầu đến ngày", [InputRequired("Nhập ngày đánh giá.")])
    note = LongTextField(
        "Căn cứ đánh giá, kết quả đã có", [InputRequired("Ghi căn cứ đánh giá."), AtMost(NOTE_LENGTH)]
    )
    document = TextField("Số, ký hiệu văn bản", [AtMost(DOCUMENT_LENGTH)])
