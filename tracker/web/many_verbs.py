"""What can be done with many tasks at once: the words, who may, the form, and the verb for each of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from tracker.models.person import Person
from tracker.rules.permissions import Actor, Permission, scope
from tracker.services import entering, tasks
from tracker.store import people
from tracker.transaction import Work
from tracker.web.clockwork import today
from tracker.web.forms.many import (
    DeadlinesForm,
    ExtensionsForm,
    ManyForm,
    MarksForm,
    NoteForm,
    PersonForm,
    TagsForm,
    UnitForm,
    late_reports_seen,
)
from tracker.web.work import reading
from tracker.wording.sentence import say

Act = Callable[[Work, int, int | None], object]


@dataclass(frozen=True, slots=True)
class ManyVerb:
    """One thing to do: its name in an address, its words, what it takes, its form and what it does to each."""

    name: str
    words: str
    permission: Permission
    form: Callable[[], Any]
    act: Callable[[Any], Act]
    tells: str = ""


def _people_form() -> PersonForm:
    form, work = PersonForm(), reading()
    found: dict[int, Person] = {}
    for unit_id in sorted(scope(work.actor, Permission.TASK_ENTRUST).unit_ids):
        found |= {each.id: each for each in people.of_unit(work.session, unit_id, work.today)}
    form.offer(found.values())
    return form


def _unit_form() -> UnitForm:
    form = UnitForm()
    form.offer(entering.choices(reading(), today()))
    return form


def _confirm(form: ManyForm) -> Act:
    late = late_reports_seen()
    return lambda work, number, version: tasks.confirm(
        work, number, note=form["note"].data or "", late_report_seen=str(number) in late, version=version
    )


def _decide(form: ExtensionsForm) -> Act:
    note = form.note.data or ""
    if form.verdict.data == form.REFUSE:
        return lambda work, number, version: tasks.refuse_extension(work, number, note=note, version=version)
    return lambda work, number, version: tasks.grant_extension(work, number, note=note, version=version)


def _entrust(form: PersonForm) -> Act:
    return lambda work, number, version: tasks.entrust(
        work, number, person_id=int(form.person.data), note=form.note.data or "", version=version
    )


def _urge(form: NoteForm) -> Act:
    return lambda work, number, version: tasks.urge(work, number, note=form.note.data or "", version=version)


def _reassign(form: UnitForm) -> Act:
    return lambda work, number, version: tasks.reassign(
        work,
        number,
        unit_id=int(form.unit.data),
        note=form.note.data or "",
        document=form.document.data or "",
        version=version,
    )


def _tag(form: TagsForm) -> Act:
    return lambda work, number, version: tasks.tag(work, number, name=form.name.data or "", version=version)


def _untag(form: TagsForm) -> Act:
    return lambda work, number, version: tasks.untag(work, number, name=form.name.data or "", version=version)


def _set_deadline(form: DeadlinesForm) -> Act:
    assert form.due_on.data is not None  # InputRequired has run before this is called
    day = form.due_on.data
    return lambda work, number, version: tasks.set_deadline(
        work,
        number,
        due_on=day,
        note=form.note.data or "",
        document=form.document.data or "",
        version=version,
    )


def _attest(form: MarksForm) -> Act:
    assert form.effective_on.data is not None  # InputRequired has run before this is called
    day = form.effective_on.data
    return lambda work, number, version: tasks.attest(
        work,
        number,
        effective_on=day,
        note=form.note.data or "",
        document=form.document.data or "",
        version=version,
    )


P = Permission
MANY_VERBS = {
    verb.name: verb
    for verb in (
        ManyVerb("xac-nhan", say("Xác nhận hoàn thành"), P.TASK_CONFIRM, NoteForm, _confirm,
                 say("Mỗi báo cáo được xác nhận hoàn thành vào ngày đơn vị đã báo.")),
        ManyVerb("don-doc", say("Đôn đốc"), P.TASK_URGE, NoteForm, _urge,
                 say("Người của từng đơn vị nhận một thông báo; trạng thái và hạn không đổi.")),
        ManyVerb("phan-cong", say("Phân công người thực hiện"), P.TASK_ENTRUST, _people_form, _entrust,
                 say("Người được chọn thấy các nhiệm vụ này trong việc của mình.")),
        ManyVerb("chuyen-don-vi", say("Giao lại đơn vị khác"), P.TASK_REASSIGN, _unit_form, _reassign,
                 say("Đơn vị mới chờ tiếp nhận; hạn của từng nhiệm vụ giữ nguyên.")),
        ManyVerb("han", say("Rút ngắn hoặc đặt hạn"), P.DEADLINE_SET, DeadlinesForm, _set_deadline,
                 say("Chỉ rút ngắn hạn, hoặc đặt hạn cho nhiệm vụ chưa có; hạn ban đầu vẫn lưu.")),
        ManyVerb("gia-han", say("Quyết định gia hạn"), P.EXTENSION_DECIDE, ExtensionsForm, _decide,
                 say("Mỗi đề nghị được quyết định theo ngày của đề nghị đó.")),
        ManyVerb("dat", say("Đánh dấu đạt đến thời điểm báo cáo"), P.TASK_ATTEST,
                 lambda: MarksForm(effective_on=today()), _attest,
                 say("Mỗi nhiệm vụ được tính hoàn thành từ ngày ghi dưới đây đến hết quý của ngày đó.")),
        ManyVerb("gan-nhan", say("Gắn nhãn"), P.TASK_TAG, TagsForm, _tag,
                 say("Nhãn chỉ để tìm lại, không ảnh hưởng số liệu.")),
        ManyVerb("bo-nhan", say("Bỏ nhãn"), P.TASK_TAG, TagsForm, _untag,
                 say("Nhãn chỉ để tìm lại, không ảnh hưởng số liệu.")),
    )
}  # fmt: skip
"""Every verb, by its name in an address, in the order in which a list offers them."""


def open_to(actor: Actor) -> list[ManyVerb]:
    """Return what somebody may do with tasks of some origin or unit."""
    return [verb for verb in MANY_VERBS.values() if scope(actor, verb.permission)]
