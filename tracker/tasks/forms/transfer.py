"""What is filled in when a task changes its assignee, stands still, leaves the totals, or is put right.

What is filled in when the work is split: who does it, and what a coordinating unit is asked for.
"""

from __future__ import annotations

from collections.abc import Iterable

from wtforms.validators import InputRequired, Optional

from tracker.core.formats import vn_date, vn_datetime
from tracker.core.i18n import make_message
from tracker.office.models import Person, Unit
from tracker.tasks.events import TaskEvent
from tracker.tasks.forms.actions import DOCUMENT_LENGTH, NOTE_LENGTH, TaskForm
from tracker.tasks.models import Assignment
from tracker.tasks.verbs import VERBS
from tracker.web.forms import AtMost, LongTextField, RadioField, SelectField, TextField, VietnameseDateField

TITLE_SHOWN = 90


def _reason(sentence: str) -> LongTextField:
    return LongTextField("Lý do", [InputRequired(sentence), AtMost(NOTE_LENGTH)])


def _document() -> TextField:
    return TextField("Số, ký hiệu văn bản", [AtMost(DOCUMENT_LENGTH)])


class DeclineForm(TaskForm):
    """Ask to give an assignment back."""

    note = _reason(make_message("Ghi lý do đề nghị trả lại."))
    suggested_unit = SelectField("Đơn vị nên thực hiện", [Optional()], coerce=str)

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer the units that could have it instead."""
        self.suggested_unit.choices = [("", make_message("Chưa rõ")), *((str(unit.id), unit.name) for unit in units)]

    def unit_id(self) -> int | None:
        """Return the unit chosen."""
        return int(self.suggested_unit.data) if self.suggested_unit.data else None


class ReasonForm(TaskForm):
    """Say why; nothing else is needed."""

    note = _reason(make_message("Ghi lý do."))


class ReassignForm(TaskForm):
    """Hand an assignment over to another unit."""

    unit = SelectField("Đơn vị mới", [InputRequired("Chọn đơn vị mới.")], coerce=str)
    note = _reason(make_message("Ghi lý do chuyển."))
    document = _document()

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer the units that can take it over."""
        self.unit.choices = [("", make_message("Chọn đơn vị")), *((str(unit.id), unit.name) for unit in units)]


class SuspendForm(TaskForm):
    """Let an assignment stand still."""

    note = LongTextField(
        "Ý kiến lãnh đạo, lý do", [InputRequired("Ghi ý kiến lãnh đạo, lý do tạm dừng."), AtMost(NOTE_LENGTH)]
    )
    document = TextField(
        "Số, ký hiệu văn bản", [InputRequired("Ghi số, ký hiệu văn bản cho tạm dừng."), AtMost(DOCUMENT_LENGTH)]
    )
    effective_on = VietnameseDateField("Tạm dừng từ ngày", [InputRequired("Nhập ngày bắt đầu tạm dừng.")])


class ResumeForm(TaskForm):
    """Let an assignment go on."""

    SHIFT, KEEP = "shift", "keep"

    deadline = RadioField(
        "Hạn xử lý",
        [InputRequired("Chọn cách tính hạn.")],
        choices={SHIFT: make_message("Lùi hạn bằng số ngày đã tạm dừng"), KEEP: make_message("Giữ nguyên hạn")},
    )
    note = LongTextField("Ý kiến", [AtMost(NOTE_LENGTH)])


class CancelTaskForm(TaskForm):
    """Stop an assignment for good."""

    document = TextField(
        "Số, ký hiệu văn bản", [InputRequired("Ghi số, ký hiệu văn bản làm căn cứ."), AtMost(DOCUMENT_LENGTH)]
    )
    document_on = VietnameseDateField("Ngày văn bản", [InputRequired("Nhập ngày văn bản.")])
    note = _reason(make_message("Ghi lý do không tiếp tục thực hiện."))


class TransferForm(TaskForm):
    """Hand an assignment to a body outside."""

    body = TextField("Cơ quan nhận", [InputRequired("Ghi tên cơ quan nhận bàn giao."), AtMost(200)])
    note = _reason(make_message("Ghi lý do bàn giao."))
    document = _document()


class MergeForm(TaskForm):
    """Merge a duplicate into another assignment."""

    into = SelectField("Nhiệm vụ giữ lại", [InputRequired("Chọn nhiệm vụ giữ lại.")], coerce=str)
    note = _reason(make_message("Ghi lý do nhập, ví dụ: tỉnh ban hành lại văn bản."))

    def offer(self, others: Iterable[Assignment]) -> None:
        """Offer the assignments of the same unit."""
        self.into.choices = [("", make_message("Chọn nhiệm vụ")), *((str(each.id), _named(each)) for each in others)]


class DeadlineForm(TaskForm):
    """Bring a deadline forward."""

    due_on = VietnameseDateField("Hạn mới", [InputRequired("Nhập hạn mới.")])
    document = TextField(
        "Số, ký hiệu văn bản", [InputRequired("Ghi số, ký hiệu văn bản làm căn cứ."), AtMost(DOCUMENT_LENGTH)]
    )
    note = _reason(make_message("Ghi lý do điều chỉnh hạn."))


class EvidenceRuleForm(TaskForm):
    """Say whether evidence is required."""

    YES, NO = "yes", "no"

    required = RadioField(
        "Khi báo cáo hoàn thành",
        [InputRequired("Chọn một mục.")],
        choices={YES: make_message("Bắt buộc có văn bản hoặc tệp minh chứng"), NO: make_message("Không bắt buộc")},
    )
    note = LongTextField("Ghi chú", [AtMost(NOTE_LENGTH)])


class CorrectEventForm(TaskForm):
    """Correct the words or the document of one event."""

    line = SelectField("Dòng cần đính chính", [InputRequired("Chọn dòng cần đính chính.")], coerce=str)
    note = LongTextField("Nội dung đúng", [AtMost(NOTE_LENGTH)])
    document = TextField("Số, ký hiệu văn bản đúng", [AtMost(DOCUMENT_LENGTH)])
    reason = LongTextField("Lý do đính chính", [InputRequired("Ghi lý do đính chính."), AtMost(NOTE_LENGTH)])

    def offer(self, lines: Iterable[TaskEvent]) -> None:
        """Offer the lines that hold something to correct."""
        self.line.choices = [(str(line.sequence), _of_event_log(line)) for line in lines]


class RedateForm(TaskForm):
    """Correct the completion day of a confirmed report."""

    done_on = VietnameseDateField("Ngày hoàn thành đúng", [InputRequired("Nhập ngày hoàn thành đúng.")])
    document = TextField("Số, ký hiệu văn bản chứng minh", [AtMost(DOCUMENT_LENGTH)])
    note = LongTextField("Lý do đính chính", [InputRequired("Ghi lý do đính chính."), AtMost(NOTE_LENGTH)])


def _named(assignment: Assignment) -> str:
    task = assignment.task
    title = task.title if len(task.title) <= TITLE_SHOWN else f"{task.title[:TITLE_SHOWN]}…"
    return make_message(
        "Số {id} – {code} – {title} (hạn {due_on})",
        id=assignment.id,
        code=task.code,
        title=title,
        due_on=vn_date(assignment.due_on),
    )


def _of_event_log(line: TaskEvent) -> str:
    words = " ".join(part for part in (line.document, line.note) if part)
    short = words if len(words) <= TITLE_SHOWN else f"{words[:TITLE_SHOWN]}…"
    return make_message(
        "{at}, {done}: {short}", at=vn_datetime(line.recorded_at), done=VERBS[line.action].name, short=short
    )


class EntrustForm(TaskForm):
    """Say who in the unit does the work."""

    person = SelectField("Người thực hiện", [Optional()], coerce=str)
    note = LongTextField("Việc cần làm, lưu ý", [AtMost(NOTE_LENGTH)])

    def offer(self, colleagues: Iterable[Person]) -> None:
        """Offer the people of the unit."""
        self.person.choices = [
            ("", make_message("Chưa phân công")),
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
