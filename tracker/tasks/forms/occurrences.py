"""What is filled in about single occurrences of a duty, and the pages for it."""

from __future__ import annotations

from typing import ClassVar

from flask import request
from wtforms import BooleanField
from wtforms.validators import InputRequired

from tracker.core.formats import vn_date
from tracker.core.i18n import make_message
from tracker.law.occurrences import is_settled
from tracker.tasks.actions import occurrence
from tracker.tasks.detail import TaskView
from tracker.tasks.forms.page import (
    LATE_REPORT_WORDS,
    TaskForm,
    day_field,
    describe_required_result,
    document_field,
    files_field,
    note_field,
)
from tracker.tasks.models import Occurrence
from tracker.web.forms import SelectField


class OccurrenceForm(TaskForm):
    """Something about one occurrence."""

    renamed = {"occurrence": "number"}
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


def _named(each: Occurrence) -> str:
    return make_message("Kỳ {number}, hạn {due_on}", number=each.number, due_on=vn_date(each.due_on))


class ReportOccurrenceForm(OccurrenceForm):
    """Report one occurrence done."""

    endpoint, act = "report_occurrence", occurrence.submit_occurrence
    title, send_words = make_message("Báo cáo một kỳ"), make_message("Gửi báo cáo kỳ này")

    done_on = day_field(
        "Ngày hoàn thành kỳ này",
        missing="Nhập ngày hoàn thành.",
        hint="Ngày đơn vị làm xong việc của kỳ hoặc ngày văn bản. Không sau hôm nay.",
        is_today=True,
    )
    note = note_field("Kết quả của kỳ")
    document = document_field("Số, ký hiệu văn bản báo cáo", hint="Ví dụ: 88/BC-UBND ngày 05/11/2021.")
    files = files_field()

    def describe(self, seen: TaskView) -> None:
        """Say what a report must come with."""
        describe_required_result(self, seen)


class AcceptOccurrenceForm(OccurrenceForm):
    """Confirm the report of one occurrence."""

    endpoint, act = "accept_occurrence", occurrence.confirm_occurrence
    title, send_words = make_message("Xác nhận kỳ"), make_message("Xác nhận kỳ này")
    shows = ("waiting_occurrences", "evidence")
    otherwise = ("return_occurrence", make_message("Chưa đạt: trả lại báo cáo kỳ cho đơn vị"))
    is_about_reports = True

    late_report_seen = BooleanField(
        LATE_REPORT_WORDS, description="Chỉ cần cho kỳ có báo cáo gửi chậm hơn ngày hoàn thành quá 3 ngày làm việc."
    )
    note = note_field("Ý kiến khi xác nhận")

    def describe(self, seen: TaskView) -> None:
        """Ask about lateness where a report came late."""
        self.unshown = () if seen.has_late_report else ("late_report_seen",)


class ReturnOccurrenceForm(OccurrenceForm):
    """Send the report of one occurrence back."""

    endpoint, act = "return_occurrence", occurrence.return_occurrence_report
    title, send_words = make_message("Trả lại báo cáo kỳ"), make_message("Trả lại báo cáo kỳ này")
    shows = ("waiting_occurrences",)
    is_about_reports = True

    note = note_field(missing="Ghi lý do.", hint="Ghi việc đơn vị cần làm thêm; đơn vị báo cáo lại kỳ này.")


class SkipOccurrenceForm(OccurrenceForm):
    """Decide that one occurrence need not be reported."""

    endpoint, act = "skip_occurrence", occurrence.cancel_occurrence
    title, send_words = make_message("Bỏ một kỳ"), make_message("Bỏ kỳ này")

    note = note_field(missing="Ghi lý do.", hint="Đơn vị không phải báo cáo kỳ này; kỳ vẫn được liệt kê là đã bỏ.")


class PauseOccurrencesForm(TaskForm):
    """Let a duty rest for a time."""

    endpoint, act = "pause_occurrences", occurrence.suspend_recurrence
    title, send_words = make_message("Tạm ngừng các kỳ"), make_message("Tạm ngừng")

    from_on = day_field(
        "Tạm ngừng từ ngày", missing="Nhập ngày bắt đầu.", hint="Các kỳ có hạn trong khoảng này không phải báo cáo."
    )
    to_on = day_field("Đến hết ngày", missing="Nhập ngày kết thúc.")
    note = note_field(missing="Ghi lý do tạm ngừng.")


class EndOccurrencesForm(TaskForm):
    """End a duty that comes again."""

    endpoint, act = "end_occurrences", occurrence.end_recurrence
    title, send_words = make_message("Kết thúc các kỳ"), make_message("Kết thúc các kỳ")

    ends_on = day_field(
        "Kết thúc từ ngày",
        missing="Nhập ngày kết thúc.",
        hint="Các kỳ có hạn từ ngày này không phải báo cáo nữa và không tạo thêm kỳ mới.",
        is_today=True,
    )
    note = note_field(missing="Ghi lý do kết thúc.")
