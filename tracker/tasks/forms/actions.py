"""What is filled in to report, decide and follow up a task, and the pages for it.

The day a term is counted from: a day for each unit that got the paper, or the day of what was waited for.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from wtforms import BooleanField, HiddenField, IntegerField
from wtforms.validators import InputRequired, NumberRange, Optional, ValidationError

from tracker.core.i18n import make_message
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.tasks import tags
from tracker.tasks.actions import completion, deadline, suspension, transfer as actions_transfer
from tracker.tasks.actions.deadline import TermBeginning
from tracker.tasks.detail import TaskView
from tracker.tasks.evidence import NewFile
from tracker.tasks.forms.page import (
    LATE_REPORT_WORDS,
    TaskForm,
    day_field,
    describe_required_result,
    document_field,
    files_field,
    note_field,
)
from tracker.web.forms import ActionForm, AtMost, LongTextField, RadioField, TextField, VietnameseDateField
from tracker.web.language import translate_text


class AcceptForm(TaskForm):
    """Accept an assignment: nothing to fill in."""

    endpoint, act = "accept", completion.accept_assignment
    title, send_words = make_message("Tiếp nhận nhiệm vụ"), make_message("Tiếp nhận")


class ProgressForm(TaskForm):
    """Write down how far the work is."""

    endpoint, act = "report_progress", completion.record_progress
    template = "tasks/report_progress.html"
    title, send_words = make_message("Cập nhật tiến độ"), make_message("Ghi tiến độ")

    note = note_field("Nội dung đã làm")
    quantity = IntegerField("Số lượng đã làm", [Optional(), NumberRange(0, message="Nhập số từ 0 trở lên.")])
    percent = IntegerField(
        "Tiến độ (%)", [Optional(), NumberRange(0, 100, message="Nhập số từ 0 đến 100.")], description="Từ 0 đến 100."
    )
    difficulties = note_field("Khó khăn, vướng mắc")
    proposals = note_field("Kiến nghị, đề xuất", hint="Ghi rõ kiến nghị với ai.")
    files = files_field()

    @classmethod
    def known(cls, seen: TaskView) -> Mapping[str, object]:
        """Return how far the work was."""
        return {"percent": seen.assignment.progress or None, "quantity": seen.assignment.quantity}

    def offer(self, seen: TaskView) -> None:
        """Ask for a number where the task has a target, for a per cent elsewhere."""
        if seen.assignment.task.quantity_target is None:
            del self.quantity
        else:
            del self.percent


class SubmitForm(TaskForm):
    """Report an assignment complete."""

    endpoint, act = "submit", completion.submit_completion
    title, send_words = make_message("Báo cáo hoàn thành"), make_message("Gửi báo cáo hoàn thành")

    done_on = day_field(
        "Ngày hoàn thành",
        missing="Nhập ngày hoàn thành.",
        hint="Ngày đơn vị làm xong việc hoặc ngày văn bản kết quả. Không sau hôm nay.",
        is_today=True,
    )
    note = note_field("Kết quả thực hiện")
    document = document_field("Số, ký hiệu văn bản báo cáo", hint="Ví dụ: 88/BC-UBND.")
    document_on = day_field("Ngày văn bản", hint="Ví dụ: 5/11/2021.")
    quantity = IntegerField("Số lượng đã làm", [Optional(), NumberRange(0, message="Nhập số từ 0 trở lên.")])
    files = files_field()

    def offer(self, seen: TaskView) -> None:
        """Ask for a number where the task has a target."""
        if seen.assignment.task.quantity_target is None:
            del self.quantity

    def describe(self, seen: TaskView) -> None:
        """Say what a report must come with, and the target."""
        describe_required_result(self, seen)
        task = seen.assignment.task
        if "quantity" in self:
            self.quantity.description = translate_text(
                make_message("Được giao {target} {unit}.", target=task.quantity_target, unit=task.quantity_unit)
            )


class ConfirmCompletionForm(TaskForm):
    """Confirm a report of completion, with the report and its files on the page."""

    endpoint, act = "confirm", completion.confirm_completion
    title, send_words = make_message("Xác nhận hoàn thành"), make_message("Xác nhận hoàn thành")
    shows = ("report", "evidence")
    otherwise = ("send_back", make_message("Chưa đạt: trả lại cho đơn vị"))

    late_report_seen = BooleanField(
        LATE_REPORT_WORDS, description="Báo cáo gửi chậm hơn ngày hoàn thành quá 3 ngày làm việc."
    )
    note = note_field("Ý kiến khi xác nhận")

    def describe(self, seen: TaskView) -> None:
        """Ask about lateness where the report came late."""
        is_late = seen.waiting is not None and seen.waiting.late_report
        self.unshown = () if is_late else ("late_report_seen",)


class SendBackForm(TaskForm):
    """Send a report back."""

    endpoint, act = "send_back", completion.return_completion
    title, send_words, send_kind = make_message("Trả lại báo cáo"), make_message("Trả lại"), "danger"
    shows = ("report",)

    note = note_field(
        "Lý do trả lại, việc cần làm thêm", missing="Ghi lý do trả lại.", hint="Đơn vị sẽ đọc nội dung này và làm tiếp."
    )


class ExtensionRequestForm(TaskForm):
    """Ask for a later deadline."""

    endpoint, act = "request_extension", deadline.submit_extension_request
    renamed = {"note": "reason"}
    title, send_words = make_message("Xin gia hạn"), make_message("Gửi đề nghị")

    to_due_on = day_field("Hạn đề nghị", missing="Nhập hạn đề nghị.", hint="Sau hạn hiện nay. Ví dụ: 15/12/2021.")
    note = note_field(missing="Ghi lý do xin gia hạn.", hint="Hạn cũ vẫn tính cho đến khi lãnh đạo quyết định.")


class ExtensionDecisionForm(TaskForm):
    """Grant the open request for more time, to the day asked or to another, or refuse it."""

    endpoint = "decide_extension"
    title, send_words = make_message("Quyết định gia hạn"), make_message("Ghi quyết định")
    shows = ("extension",)
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
    due_on = VietnameseDateField("Đến ngày khác", description="Chỉ nhập khi đồng ý đến ngày khác ngày đề nghị.")
    note = note_field("Ý kiến", hint="Bắt buộc khi không đồng ý.")

    def validate_due_on(self, field: VietnameseDateField) -> None:
        """Ask for the day when another day is granted."""
        if self.verdict.data == self.OTHER_DAY and field.data is None:
            raise ValidationError(make_message("Nhập ngày đồng ý gia hạn đến."))

    def get_action(self, action: Action) -> Action:
        """Return whether it is granted or refused."""
        return Action.REFUSE_EXTENSION if self.verdict.data == self.REFUSE else action

    def carry_out(self, work: UnitOfWork, assignment_id: int, files: Sequence[NewFile]) -> None:
        """Grant or refuse it."""
        note, version = self.note.data or "", self.version_seen()
        if self.verdict.data == self.REFUSE:
            deadline.refuse_extension(work, assignment_id, note=note, version=version)
        else:
            other_day = self.due_on.data if self.verdict.data == self.OTHER_DAY else None
            deadline.grant_extension(work, assignment_id, due_on=other_day, note=note, version=version)


class WithdrawForm(TaskForm):
    """Withdraw an assignment given by mistake; it stays on record, outside every total."""

    endpoint, act = "withdraw", actions_transfer.withdraw_assignment
    title, send_words, send_kind = make_message("Thu hồi nhiệm vụ"), make_message("Thu hồi"), "danger"

    note = note_field(
        "Lý do thu hồi",
        missing="Ghi lý do thu hồi.",
        hint="Ví dụ: giao nhầm đơn vị, giao trùng. Nhiệm vụ vẫn lưu, không tính vào tổng số từ ngày thu hồi.",
    )
    document = document_field("Số, ký hiệu văn bản thu hồi")
    effective_on = day_field("Thu hồi từ ngày", missing="Nhập ngày thu hồi.", is_today=True)


class AttestForm(TaskForm):
    """Mark a duty without an end of its own as met up to a day."""

    endpoint, act = "attest", completion.attest_assignment
    title, send_words = make_message("Đánh dấu đạt yêu cầu"), make_message("Đánh dấu đạt")

    effective_on = day_field(
        "Đạt yêu cầu đến ngày",
        missing="Nhập ngày đánh giá.",
        hint="Có giá trị đến hết quý của ngày này; sau đó đánh giá lại.",
        is_today=True,
    )
    note = note_field("Căn cứ đánh giá, kết quả đã có", missing="Ghi căn cứ đánh giá.")
    document = document_field()


TAG_LENGTH = 40


class UrgeForm(TaskForm):
    """Urge a unit."""

    endpoint, act = "urge", suspension.urge_unit
    title, send_words = make_message("Đôn đốc"), make_message("Đôn đốc")
    shows = ("urgings",)

    note = note_field(
        "Nội dung đôn đốc",
        hint="Người của đơn vị nhận thông báo ngay."
        " Trạng thái và hạn của nhiệm vụ không đổi; mỗi ngày đôn đốc một lần.",
    )


class TagForm(TaskForm):
    """Stick a tag on, or take one off."""

    endpoint = "tag"
    title, send_words = make_message("Gắn hoặc bỏ nhãn"), make_message("Ghi")
    shows = ("tags",)
    ON, OFF = "on", "off"

    way = RadioField("Việc", choices={ON: make_message("Gắn nhãn"), OFF: make_message("Bỏ nhãn")}, default=ON)
    name = TextField(
        "Nhãn",
        [InputRequired("Ghi tên nhãn."), AtMost(TAG_LENGTH)],
        description="Ví dụ: họp tháng 11. Nhãn để tìm lại, không ảnh hưởng số liệu.",
    )

    def carry_out(self, work: UnitOfWork, assignment_id: int, files: Sequence[NewFile]) -> None:
        """Stick it on or take it off."""
        verb = tags.untag_assignment if self.way.data == self.OFF else tags.tag_assignment
        verb(work, assignment_id, name=self.name.data or "", version=self.version_seen())


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

    happened_on = day_field("Ngày", missing="Nhập ngày, ví dụ: 20/7/2021.")
    document = TextField("Số, ký hiệu văn bản", [AtMost(160)])
    note = LongTextField(
        "Điều đã xảy ra", [InputRequired("Ghi điều kiện nào đã xảy ra."), AtMost(2000)], render_kw={"rows": 3}
    )
    due_on = day_field("Hạn xử lý")
