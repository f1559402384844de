"""What is filled in when a task changes its assignee, stands still, leaves the totals, or is put right, and the pages.

What is filled in when the work is split: who does it, and what a coordinating unit is asked for.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from wtforms.validators import InputRequired, Optional

from tracker.core.formats import vn_date, vn_datetime
from tracker.core.i18n import get_spoken_levels, make_message
from tracker.law.lifecycle import Action
from tracker.office import units
from tracker.tasks import queries as task_queries
from tracker.tasks.actions import assignment, correction, deadline, suspension, transfer as actions_transfer
from tracker.tasks.actions.correction import may_be_corrected
from tracker.tasks.detail import TaskView
from tracker.tasks.events import TaskEvent
from tracker.tasks.forms.page import TaskForm, day_field, document_field, note_field, says, warns
from tracker.tasks.labels import DECIDE_EARLIER_DAY
from tracker.tasks.models import Assignment
from tracker.tasks.verbs import VERBS
from tracker.web.forms import AtMost, RadioField, SelectField, TextField
from tracker.web.language import translate_text
from tracker.web.request import get_request_day, read_work

TITLE_SHOWN = 90


def _list_other_units(seen: TaskView) -> list[tuple[str, str]]:
    found = units.list_unit_choices(read_work(), get_request_day())
    return [(str(unit.id), unit.name) for unit in found if unit.id != seen.assignment.unit_id]


class DeclineForm(TaskForm):
    """Ask to give an assignment back that is not this unit's."""

    endpoint, act = "decline", actions_transfer.decline_assignment
    renamed = {"suggested_unit": "suggested_unit_id"}
    title, send_words = make_message("Đề nghị trả lại nhiệm vụ"), make_message("Gửi đề nghị trả lại")
    notices = says("Nhiệm vụ vẫn tính cho đơn vị và hạn vẫn chạy đến khi nơi giao trả lời.")

    note = note_field(missing="Ghi lý do đề nghị trả lại.", hint="Nêu rõ vì sao không đúng thẩm quyền của đơn vị.")
    suggested_unit = SelectField("Đơn vị nên thực hiện", [Optional()], coerce=str)

    def offer(self, seen: TaskView) -> None:
        """Offer the units that could have it instead."""
        self.suggested_unit.choices = [("", make_message("Chưa rõ")), *_list_other_units(seen)]


class RefuseDeclineForm(TaskForm):
    """Leave a declined assignment with its unit."""

    endpoint, act = "refuse_decline", actions_transfer.reject_decline
    title, send_words = make_message("Không đồng ý trả lại"), make_message("Giữ nguyên đơn vị")

    note = note_field(missing="Ghi lý do.", hint="Đơn vị đọc lý do này và tiếp nhận lại nhiệm vụ.")


class ReassignForm(TaskForm):
    """Hand an assignment over to another unit, first of all the one that its unit suggested."""

    endpoint, act = "reassign", actions_transfer.reassign_assignment
    renamed = {"unit": "unit_id"}
    title, send_words = make_message("Chuyển đơn vị khác"), make_message("Chuyển đơn vị")
    notices = says("Hạn xử lý không đổi. Đơn vị mới tiếp nhận lại từ đầu; từ hôm nay nhiệm vụ tính cho đơn vị mới.")

    unit = SelectField("Đơn vị mới", [InputRequired("Chọn đơn vị mới.")], coerce=str)
    note = note_field(missing="Ghi lý do chuyển.")
    document = document_field()

    @classmethod
    def known(cls, seen: TaskView) -> Mapping[str, object]:
        """Return the unit that the latest wish to give the work back names."""
        wishes = [event for event in seen.events if event.action is Action.DECLINE]
        unit_id = wishes[-1].details.get("suggested_unit_id") if wishes else None
        return {"unit": None if unit_id is None else str(unit_id)}

    def offer(self, seen: TaskView) -> None:
        """Offer the units that can take it over."""
        self.unit.choices = [("", make_message("Chọn đơn vị")), *_list_other_units(seen)]


class SuspendForm(TaskForm):
    """Let an assignment stand still by a leader's paper, or decide the earlier day that another leader asked for."""

    endpoint, act = "suspend", suspension.suspend_assignment
    title = make_message("Tạm dừng nhiệm vụ")

    note = note_field("Ý kiến lãnh đạo, lý do", missing="Ghi ý kiến lãnh đạo, lý do tạm dừng.")
    document = document_field(missing="Ghi số, ký hiệu văn bản cho tạm dừng.")
    effective_on = day_field("Tạm dừng từ ngày", missing="Nhập ngày bắt đầu tạm dừng.")

    @classmethod
    def known(cls, seen: TaskView) -> Mapping[str, object]:
        """Return the day asked for, or this one."""
        return {"effective_on": seen.suspension_asked_from or get_request_day()}

    def describe(self, seen: TaskView) -> None:
        """Say whether an earlier day is asked for or decided."""
        self.notices = says("Trong thời gian tạm dừng, nhiệm vụ không tính là quá hạn và hiện ở mục riêng.")
        if seen.suspension_asked_from:
            self.send_words = DECIDE_EARLIER_DAY
            self.notices += warns(
                "Đã tạm dừng. Có đề nghị tính tạm dừng từ ngày ghi dưới đây;"
                " ngày này có hiệu lực khi người thứ hai duyệt."
            )
        else:
            self.send_words = make_message("Tạm dừng")
            self.notices += says(
                "Tạm dừng tính từ hôm nay. Ghi ngày sớm hơn thì ngày đó chờ người thứ hai duyệt;"
                " hạn đã qua thì không ghi ngày sớm hơn được."
            )


class ResumeForm(TaskForm):
    """Let an assignment go on, its deadline kept or moved by the days it stood still."""

    endpoint, act = "resume", suspension.resume_assignment
    title, send_words = make_message("Cho tiếp tục thực hiện"), make_message("Cho tiếp tục")
    SHIFT, KEEP = "shift", "keep"

    deadline = RadioField(
        "Hạn xử lý",
        [InputRequired("Chọn cách tính hạn.")],
        choices={SHIFT: make_message("Lùi hạn bằng số ngày đã tạm dừng"), KEEP: make_message("Giữ nguyên hạn")},
    )
    note = note_field("Ý kiến")

    @classmethod
    def known(cls, seen: TaskView) -> Mapping[str, object]:
        """Return that a deadline moves, where there is one."""
        return {"deadline": cls.SHIFT if seen.assignment.due_on else cls.KEEP}

    def describe(self, seen: TaskView) -> None:
        """Say how long it stood still."""
        self.deadline.description = translate_text(
            make_message("Đã tạm dừng {days} ngày. Hạn ban đầu luôn được lưu.", days=seen.days_suspended)
        )

    def answer(self) -> dict[str, Any]:
        """Return whether the deadline moves."""
        return {"shifts_deadline": self.deadline.data == self.SHIFT, "note": self.note.data}


class ReopenForm(TaskForm):
    """Open an assignment again that was done."""

    endpoint, act = "reopen", suspension.reopen_assignment
    title, send_words = make_message("Mở lại nhiệm vụ"), make_message("Mở lại")

    note = note_field(
        missing="Ghi lý do.", hint="Nhiệm vụ thôi tính là hoàn thành từ hôm nay; số liệu đã chốt trước đó không đổi."
    )


class CancelTaskForm(TaskForm):
    """Stop an assignment for good, by a paper."""

    endpoint, act = "cancel", actions_transfer.cancel_assignment
    title, send_words, send_kind = make_message("Không tiếp tục thực hiện"), make_message("Ghi quyết định"), "danger"
    notices = warns("Nhiệm vụ vẫn lưu, không tính vào tổng số từ hôm nay và hiện thành dòng riêng.")

    document = document_field(missing="Ghi số, ký hiệu văn bản làm căn cứ.", hint="Ví dụ: 125/QĐ-UBND.")
    document_on = day_field("Ngày văn bản", missing="Nhập ngày văn bản.")
    note = note_field(missing="Ghi lý do không tiếp tục thực hiện.")


class TransferForm(TaskForm):
    """Hand an assignment to a body outside the authority."""

    endpoint, act = "transfer", actions_transfer.transfer_assignment
    title, send_words, send_kind = make_message("Bàn giao cơ quan khác"), make_message("Bàn giao"), "danger"

    body = TextField(
        "Cơ quan nhận", [InputRequired("Ghi tên cơ quan nhận bàn giao."), AtMost(200)], description="Ví dụ: Sở Nội vụ."
    )
    note = note_field(missing="Ghi lý do bàn giao.")
    document = document_field()

    def describe(self, seen: TaskView) -> None:
        """Say what becomes of it, and what to use within the authority."""
        self.notices = warns(
            "Nhiệm vụ vẫn lưu và không tính vào tổng số từ hôm nay. Chuyển cho đơn vị trong {own} thì dùng"
            " “Chuyển đơn vị khác”.",
            own=get_spoken_levels().own,
        )


class MergeForm(TaskForm):
    """Merge a duplicate into another assignment of the same unit."""

    endpoint, act = "merge", actions_transfer.merge_assignment
    renamed = {"into": "into_id"}
    title, send_words, send_kind = make_message("Nhập vào nhiệm vụ khác"), make_message("Nhập nhiệm vụ"), "danger"
    notices = warns("Chỉ nhiệm vụ giữ lại được tính; hai nhiệm vụ dẫn sang nhau.")

    into = SelectField(
        "Nhiệm vụ giữ lại",
        [InputRequired("Chọn nhiệm vụ giữ lại.")],
        coerce=str,
        description="Các nhiệm vụ của cùng đơn vị, mới giao đứng trước.",
    )
    note = note_field(missing="Ghi lý do nhập, ví dụ: tỉnh ban hành lại văn bản.")

    def offer(self, seen: TaskView) -> None:
        """Offer the assignments of the same unit."""
        others = task_queries.list_replacements(read_work().session, seen.assignment)
        self.into.choices = [("", make_message("Chọn nhiệm vụ")), *((str(each.id), _named(each)) for each in others)]


class DeadlineForm(TaskForm):
    """Bring a deadline forward, by a paper."""

    endpoint, act = "set_deadline", deadline.set_assignment_deadline
    title, send_words = make_message("Rút ngắn hạn"), make_message("Điều chỉnh hạn")
    notices = warns(
        "Đơn vị sẽ có ít thời gian hơn. Việc đã hoàn thành trước đó không bị tính thành quá hạn;"
        " hạn nội bộ của đơn vị phối hợp được kéo về theo."
    )

    due_on = day_field("Hạn mới", missing="Nhập hạn mới.", hint="Sớm hơn hạn hiện nay, không trước hôm nay.")
    document = document_field(missing="Ghi số, ký hiệu văn bản làm căn cứ.")
    note = note_field(missing="Ghi lý do điều chỉnh hạn.")


class EvidenceRuleForm(TaskForm):
    """Say whether a report of completion must come with evidence."""

    endpoint, act = "demand_evidence", assignment.set_evidence_rule
    title, send_words = make_message("Quy định minh chứng"), make_message("Ghi quy định")
    YES, NO = "yes", "no"

    required = RadioField(
        "Khi báo cáo hoàn thành",
        [InputRequired("Chọn một mục.")],
        choices={YES: make_message("Bắt buộc có văn bản hoặc tệp minh chứng"), NO: make_message("Không bắt buộc")},
        description="Áp dụng cho mọi đơn vị chủ trì của nhiệm vụ này.",
    )
    note = note_field("Ghi chú")

    def answer(self) -> dict[str, Any]:
        """Return whether it is required."""
        return {"required": self.required.data == self.YES, "note": self.note.data}


class CorrectEventForm(TaskForm):
    """Correct the words or the document of one event; what is left empty stays."""

    endpoint, act = "correct", correction.correct_event_text
    renamed = {"line": "sequence"}
    title, send_words = make_message("Đính chính nội dung đã ghi"), make_message("Đính chính")
    notices = says("Dòng cũ vẫn lưu; nhật ký thêm một dòng ghi nội dung cũ và mới.")

    line = SelectField("Dòng cần đính chính", [InputRequired("Chọn dòng cần đính chính.")], coerce=str)
    note = note_field("Nội dung đúng", hint="Để trống: giữ nguyên nội dung cũ.")
    document = document_field("Số, ký hiệu văn bản đúng", hint="Để trống: giữ nguyên số cũ.")
    reason = note_field("Lý do đính chính", missing="Ghi lý do đính chính.")

    def offer(self, seen: TaskView) -> None:
        """Offer the lines that hold something to correct."""
        self.line.choices = [(str(each.sequence), _of_event_log(each)) for each in may_be_corrected(seen.events)]

    def answer(self) -> dict[str, Any]:
        """Return the line chosen and what is right; what is left empty is None."""
        return {name: value or None for name, value in super().answer().items()}


class RedateForm(TaskForm):
    """Correct the completion day of a confirmed report."""

    endpoint, act = "redate", correction.redate_completion
    renamed = {"note": "reason"}
    title, send_words = make_message("Đính chính ngày hoàn thành"), make_message("Đính chính ngày")
    notices = warns(
        "Số liệu của các ngày đã qua sẽ tính theo ngày mới, trừ báo cáo đã chốt."
        " Đổi từ quá hạn thành đúng hạn được ghi rõ trên nhiệm vụ và ở chú thích báo cáo."
    )

    done_on = day_field("Ngày hoàn thành đúng", missing="Nhập ngày hoàn thành đúng.")
    document = document_field("Số, ký hiệu văn bản chứng minh")
    note = note_field("Lý do đính chính", missing="Ghi lý do đính chính.")

    def describe(self, seen: TaskView) -> None:
        """Say what stands now."""
        done_on, due_on = vn_date(seen.assignment.done_on), vn_date(seen.assignment.due_on)
        self.done_on.description = translate_text(
            make_message("Đang ghi {done_on}, hạn {due_on}.", done_on=done_on, due_on=due_on)
        )


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

    endpoint, act = "entrust", assignment.entrust_assignment
    renamed = {"person": "person_id"}
    title, send_words = make_message("Phân công người thực hiện"), make_message("Phân công")

    person = SelectField("Người thực hiện", [Optional()], coerce=str)
    note = note_field("Việc cần làm, lưu ý")

    @classmethod
    def known(cls, seen: TaskView) -> Mapping[str, object]:
        """Return who does it now."""
        return {"person": str(seen.assignment.person_id or "")}

    def offer(self, seen: TaskView) -> None:
        """Offer the people of the unit."""
        colleagues = assignment.list_colleagues(read_work(), seen.assignment)
        self.person.choices = [
            ("", make_message("Chưa phân công")),
            *((str(each.id), each.name) for each in colleagues),
        ]


class DivideForm(TaskForm):
    """Tell a coordinating unit what is asked of it and by when."""

    endpoint, act = "divide", assignment.request_share
    title, send_words = make_message("Giao phần việc phối hợp"), make_message("Giao phần việc")

    share = note_field("Phần việc của đơn vị phối hợp")
    due_on = day_field("Hạn nội bộ", hint="Không sau hạn của đơn vị chủ trì.")

    @classmethod
    def known(cls, seen: TaskView) -> Mapping[str, object]:
        """Return what is asked of it now."""
        return {"share": seen.assignment.share, "due_on": seen.assignment.due_on}


class ReceiveForm(TaskForm):
    """Receive what a coordinating unit reported."""

    endpoint, act = "receive_share", assignment.accept_share
    title, send_words = make_message("Nhận kết quả phối hợp"), make_message("Nhận kết quả")
    shows = ("report", "evidence")

    note = note_field("Ý kiến khi nhận kết quả")


class ReturnShareForm(TaskForm):
    """Send back what a coordinating unit reported."""

    endpoint, act = "return_share", assignment.return_share_report
    title, send_words = make_message("Trả lại kết quả phối hợp"), make_message("Trả lại")

    note = note_field(missing="Ghi lý do.")
