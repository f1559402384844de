"""What is filled in once when many tasks are acted on."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import ClassVar, Self

from flask import request
from wtforms import HiddenField
from wtforms.validators import InputRequired

from tracker.core.i18n import make_message
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.lifecycle import Action
from tracker.law.permissions import get_permission_scope
from tracker.office import people as office_people, units
from tracker.office.models import Person
from tracker.tasks import tags
from tracker.tasks.actions import assignment, completion, deadline, suspension, transfer as actions_transfer
from tracker.tasks.forms.actions import TAG_LENGTH
from tracker.tasks.forms.page import AnswerForm, day_field, document_field, note_field
from tracker.tasks.verbs import VERBS
from tracker.web.forms import AtMost, RadioField, SelectField, TextField
from tracker.web.request import get_request_day, read_work
from tracker.web.responses import query_or_nothing


def verb_named() -> str:
    """Return the name of what is to be done."""
    return request.form.get("viec", "")


def list_left() -> str:
    """Return the query of the list from which the person came."""
    return query_or_nothing(request.form.get("danh-sach"))


def takes_all() -> bool:
    """Tell whether the whole list is meant."""
    return bool(request.form.get("tat-ca"))


def read_ticked_ids() -> list[int]:
    """Return the assignments ticked in a list, by number."""
    numbers = (each.partition(".")[0] for each in request.form.getlist("chon"))
    return [int(each) for each in numbers if each.isdecimal() and len(each) < 10]


def late_reports_seen() -> frozenset[str]:
    """Return the assignments whose late report was ticked as seen."""
    return frozenset(request.form.getlist("cham"))


class BulkForm(AnswerForm):
    """One verb for many tasks; `batch` names the press of the button, so that a second one does nothing more.

    `address` is its name in an address, `tells` what will happen, `act` what is done to each, called with what
    `answer` returns.
    """

    action: ClassVar[Action]
    address: ClassVar[str]
    words: ClassVar[str]
    tells: ClassVar[str]
    act: ClassVar[Callable[..., object]]

    batch = HiddenField(default=lambda: secrets.token_urlsafe(16))

    @classmethod
    def of(cls) -> Self:
        """Return the form with what can be chosen."""
        form = cls()
        form.offer()
        return form

    def offer(self) -> None:
        """Fill the choices."""

    def chosen(self) -> Mapping[int, int | None]:
        """Return the assignments ticked, each with the version the person looked at."""
        pairs = (each.partition(".") for each in request.form.getlist("chon"))
        return {
            int(number): int(version) if version.isdecimal() and len(version) < 10 else None
            for number, _, version in pairs
            if number.isdecimal() and len(number) < 10
        }

    def carry_out(self, work: UnitOfWork, number: int, version: int | None) -> None:
        """Do it to one of the assignments."""
        type(self).act(work, number, **self.answer(), version=version)


class BulkConfirmForm(BulkForm):
    """Confirm reports of completion."""

    action, address, act = Action.CONFIRM, "xac-nhan", completion.confirm_completion
    words = make_message("Xác nhận hoàn thành")
    tells = make_message("Mỗi báo cáo được xác nhận hoàn thành vào ngày đơn vị đã báo.")

    note = note_field("Nội dung, ý kiến")

    def carry_out(self, work: UnitOfWork, number: int, version: int | None) -> None:
        """Confirm one; a late report only where it was ticked as seen."""
        late = str(number) in late_reports_seen()
        completion.confirm_completion(work, number, **self.answer(), late_report_seen=late, version=version)


class BulkUrgeForm(BulkForm):
    """Urge units."""

    action, address, act = Action.URGE, "don-doc", suspension.urge_unit
    words = make_message("Đôn đốc")
    tells = make_message("Người của từng đơn vị nhận một thông báo; trạng thái và hạn không đổi.")

    note = note_field("Nội dung, ý kiến")


class BulkEntrustForm(BulkForm):
    """Who does the work."""

    action, address, act = Action.ENTRUST, "phan-cong", assignment.entrust_assignment
    renamed = {"person": "person_id"}
    words = make_message("Phân công người thực hiện")
    tells = make_message("Người được chọn thấy các nhiệm vụ này trong việc của mình.")

    person = SelectField("Người thực hiện", [InputRequired("Chọn người thực hiện.")], coerce=str)
    note = note_field("Ghi chú")

    def offer(self) -> None:
        """Offer the people of the units whose work it is."""
        work = read_work()
        people: dict[int, Person] = {}
        for unit_id in sorted(get_permission_scope(work.actor, VERBS[self.action].permission).unit_ids):
            people |= {each.id: each for each in office_people.list_unit_people(work.session, unit_id, work.today)}
        self.person.choices = [
            ("", make_message("Chọn người")),
            *((str(each.id), each.name) for each in people.values()),
        ]


class BulkReassignForm(BulkForm):
    """Which unit takes over."""

    action, address, act = Action.REASSIGN, "chuyen-don-vi", actions_transfer.reassign_assignment
    renamed = {"unit": "unit_id"}
    words = make_message("Giao lại đơn vị khác")
    tells = make_message("Đơn vị mới chờ tiếp nhận; hạn của từng nhiệm vụ giữ nguyên.")

    unit = SelectField("Đơn vị mới", [InputRequired("Chọn đơn vị mới.")], coerce=str)
    note = note_field(missing="Ghi lý do chuyển.")
    document = document_field()

    def offer(self) -> None:
        """Offer the units there are."""
        found = units.list_unit_choices(read_work(), get_request_day())
        self.unit.choices = [("", make_message("Chọn đơn vị")), *((str(each.id), each.name) for each in found)]


class BulkDeadlineForm(BulkForm):
    """An earlier deadline, or a first one."""

    action, address, act = Action.SET_DEADLINE, "han", deadline.set_assignment_deadline
    words = make_message("Rút ngắn hoặc đặt hạn")
    tells = make_message("Chỉ rút ngắn hạn, hoặc đặt hạn cho nhiệm vụ chưa có; hạn ban đầu vẫn lưu.")

    due_on = day_field("Hạn mới", missing="Nhập hạn mới.")
    document = document_field(missing="Ghi số, ký hiệu văn bản làm căn cứ.")
    note = note_field(missing="Ghi lý do điều chỉnh hạn.")


class BulkExtensionForm(BulkForm):
    """What becomes of requests for more time."""

    action, address = Action.GRANT_EXTENSION, "gia-han"
    words = make_message("Quyết định gia hạn")
    tells = make_message("Mỗi đề nghị được quyết định theo ngày của đề nghị đó.")
    AGREE, REFUSE = "agree", "refuse"

    verdict = RadioField(
        "Quyết định",
        [InputRequired("Chọn một quyết định.")],
        choices={AGREE: make_message("Đồng ý đến ngày từng đơn vị đề nghị"), REFUSE: make_message("Không đồng ý")},
    )
    note = note_field("Ý kiến")

    def carry_out(self, work: UnitOfWork, number: int, version: int | None) -> None:
        """Grant or refuse one."""
        decide = deadline.refuse_extension if self.verdict.data == self.REFUSE else deadline.grant_extension
        decide(work, number, note=self.note.data or "", version=version)


class BulkAttestForm(BulkForm):
    """Duties without an end of their own, met up to a day."""

    action, address, act = Action.ATTEST, "dat", completion.attest_assignment
    words = make_message("Đánh dấu đạt đến thời điểm báo cáo")
    tells = make_message("Mỗi nhiệm vụ được tính hoàn thành từ ngày ghi dưới đây đến hết quý của ngày đó.")

    effective_on = day_field("Đạt yêu cầu đến ngày", missing="Nhập ngày đánh giá.", is_today=True)
    note = note_field("Căn cứ đánh giá, kết quả đã có", missing="Ghi căn cứ đánh giá.")
    document = document_field()


class BulkTagForm(BulkForm):
    """Which tag is stuck on."""

    action, address, act = Action.TAG, "gan-nhan", tags.tag_assignment
    words = make_message("Gắn nhãn")
    tells = make_message("Nhãn chỉ để tìm lại, không ảnh hưởng số liệu.")

    name = TextField("Nhãn", [InputRequired("Ghi tên nhãn."), AtMost(TAG_LENGTH)])


class BulkUntagForm(BulkTagForm):
    """Which tag is taken off."""

    address, act = "bo-nhan", tags.untag_assignment
    words = make_message("Bỏ nhãn")


BULK_FORMS: Mapping[str, type[BulkForm]] = {
    form.address: form
    for form in (
        BulkConfirmForm,
        BulkUrgeForm,
        BulkEntrustForm,
        BulkReassignForm,
        BulkDeadlineForm,
        BulkExtensionForm,
        BulkAttestForm,
        BulkTagForm,
        BulkUntagForm,
    )
}
