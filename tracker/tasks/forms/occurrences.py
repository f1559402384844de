"""What is filled in about single occurrences of a duty, and the pages for it."""

from __future__ import annotations

from typing import Any, ClassVar

from flask import request
from flask_wtf.file import MultipleFileField
from wtforms import BooleanField
from wtforms.validators import InputRequired

from tracker.core.formats import vn_date
from tracker.core.i18n import make_message
from tracker.law.occurrences import is_settled
from tracker.tasks.actions import occurrence as occurrences
from tracker.tasks.detail import TaskView
from tracker.tasks.forms.page import (
    DOCUMENT_LENGTH,
    FILES_HINT,
    LATE_REPORT_WORDS,
    NOTE_LENGTH,
    AtMostFiles,
    TaskForm,
    describe_required_result,
)
from tracker.tasks.models import Occurrence
from tracker.web.forms import EVIDENCE_TYPES, AtMost, LongTextField, SelectField, TextField, VietnameseDateField
from tracker.web.request import get_request_day


class OccurrenceForm(TaskForm):
    """Something about one occurrence."""

    is_about_reports: ClassVar[bool] = False

    occurrence = SelectField("Kỳ", [InputRequired("Chọn một kỳ.")], coerce=str, default=lambda: request.args.get("ky"))

    def offer(self, seen: TaskView) -> None:
        """Offer the occurrences with which it can be done: those whose report waits, or those nobody has reported."""
        found = [
            each
            for each in seen.occurrences
            if not is_settled(each) and (each.claimed_on is not None) is self.is_about_reports
        ]
        self.occurrence.choices = [(str(each.number), _named(each)) for each in found]

    def answer(self) -> dict[str, Any]:
        """Return the number of the occurrence chosen, with the rest."""
        filled = super().answer()
        return {"number": int(filled.pop("occurrence")), **filled}


def _named(each: Occurrence) -> str:
    return make_message("Kỳ {number}, hạn {due_on}", number=each.number, due_on=vn_date(each.due_on))


class ReportOccurrenceForm(OccurrenceForm):
    """Report one occurrence done."""

    endpoint, act = "report_occurrence", occurrences.submit_occurrence
    title, send_words = make_message("Báo cáo một kỳ"), make_message("Gửi báo cáo kỳ này")

    done_on = VietnameseDateField(
        "Ngày hoàn thành kỳ này",
        [InputRequired("Nhập ngày hoàn thành.")],
        default=get_request_day,
        description="Ngày đơn vị làm xong việc của kỳ hoặc ngày văn bản. Không sau hôm nay.",
    )
    note = LongTextField("Kết quả của kỳ", [AtMost(NOTE_LENGTH)])
    document = TextField(
        "Số, ký hiệu văn bản báo cáo", [AtMost(DOCUMENT_LENGTH)], description="Ví dụ: 88/BC-UBND ngày 05/11/2021."
    )
    files = MultipleFileField("Tệp minh chứng", [AtMostFiles()], render_kw=EVIDENCE_TYPES, description=FILES_HINT)

    def describe(self, seen: TaskView) -> None:
        """Say what a report must come with."""
        describe_required_result(self, seen)


class AcceptOccurrenceForm(OccurrenceForm):
    """Confirm the report of one occurrence."""

    endpoint, act = "accept_occurrence", occurrences.confirm_occurrence
    title, send_words = make_message("Xác nhận kỳ"), make_message("Xác nhận kỳ này")
    shows = ("waiting_occurrences", "evidence")
    otherwise = ("return_occurrence", make_message("Chưa đạt: trả lại báo cáo kỳ cho đơn vị"))
    is_about_reports = True

    late_report_seen = BooleanField(
        LATE_REPORT_WORDS, description="Chỉ cần cho kỳ có báo cáo gửi chậm hơn ngày hoàn thành quá 3 ngày làm việc."
    )
    note = LongTextField("Ý kiến khi xác nhận", [AtMost(NOTE_LENGTH)])

    def describe(self, seen: TaskView) -> None:
        """Ask about lateness where a report came late."""
        self.unshown = () if seen.has_late_report else ("late_report_seen",)


class ReturnOccurrenceForm(OccurrenceForm):
    """Send the report of one occurrence back."""

    endpoint, act = "return_occurrence", occurrences.return_occurrence_report
    title, send_words = make_message("Trả lại báo cáo kỳ"), make_message("Trả lại báo cáo kỳ này")
    shows = ("waiting_occurrences",)
    is_about_reports = True

    note = LongTextField(
        "Lý do",
        [InputRequired("Ghi lý do."), AtMost(NOTE_LENGTH)],
        description="Ghi việc đơn vị cần làm thêm; đơn vị báo cáo lại kỳ này.",
    )


class SkipOccurrenceForm(OccurrenceForm):
    """Decide that one occurrence need not be reported."""

    endpoint, act = "skip_occurrence", occurrences.cancel_occurrence
    title, send_words = make_message("Bỏ một kỳ"), make_message("Bỏ kỳ này")

    note = LongTextField(
        "Lý do",
        [InputRequired("Ghi lý do."), AtMost(NOTE_LENGTH)],
        description="Đơn vị không phải báo cáo kỳ này; kỳ vẫn được liệt kê là đã bỏ.",
    )


class PauseOccurrencesForm(TaskForm):
    """Let a duty rest for a time."""

    endpoint, act = "pause_occurrences", occurrences.suspend_recurrence
    title, send_words = make_message("Tạm ngừng các kỳ"), make_message("Tạm ngừng")

    from_on = VietnameseDateField(
        "Tạm ngừng từ ngày",
        [InputRequired("Nhập ngày bắt đầu.")],
        description="Các kỳ có hạn trong khoảng này không phải báo cáo.",
    )
    to_on = VietnameseDateField("Đến hết ngày", [InputRequired("Nhập ngày kết thúc.")])
    note = LongTextField("Lý do", [InputRequired("Ghi lý do tạm ngừng."), AtMost(NOTE_LENGTH)])


class EndOccurrencesForm(TaskForm):
    """End a duty that comes again."""

    endpoint, act = "end_occurrences", occurrences.end_recurrence
    title, send_words = make_message("Kết thúc các kỳ"), make_message("Kết thúc các kỳ")

    ends_on = VietnameseDateField(
        "Kết thúc từ ngày",
        [InputRequired("Nhập ngày kết thúc.")],
        default=get_request_day,
        description="Các kỳ có hạn từ ngày này không phải báo cáo nữa và không tạo thêm kỳ mới.",
    )
    note = LongTextField("Lý do", [InputRequired("Ghi lý do kết thúc."), AtMost(NOTE_LENGTH)])
