"""What can be done with many tasks at once: the words, who may, the form, and the verb for each of them.

Acting on many tasks at once: ticked in a list, looked at on one page, carried out one by one.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

from flask import redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from tracker.core.i18n import make_message
from tracker.core.refusal_sentences import describe_refusal
from tracker.database.engine import db
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Actor, Permission, get_permission_scope, require_permission
from tracker.office import people as office_people, units
from tracker.office.models import Person
from tracker.tasks import lists as task_lists, tags
from tracker.tasks.actions import (
    assignment,
    bulk as actions_bulk,
    completion as actions_completion,
    deadline,
    suspension,
    transfer as actions_transfer,
)
from tracker.tasks.forms.lists import (
    BulkAttestForm,
    BulkDeadlineForm,
    BulkExtensionForm,
    BulkForm,
    BulkNoteForm,
    BulkPersonForm,
    BulkTagForm,
    BulkUnitForm,
    late_reports_seen,
    list_left,
    read_ticked_ids,
    takes_all,
    verb_named,
)
from tracker.tasks.selection import Count
from tracker.tasks.views import list_request
from tracker.tasks.views.blueprint import blueprint
from tracker.web import request as web_request
from tracker.web.guards import requires_permission
from tracker.web.language import flash_message
from tracker.web.request import current_actor, get_request_day, read_work

Act = Callable[[UnitOfWork, int, int | None], object]


@dataclass(frozen=True, slots=True)
class BulkAction:
    """One thing to do: its name in an address, its words, what it takes, its form and what it does to each."""

    name: str
    words: str
    permission: Permission
    form: Callable[[], Any]
    act: Callable[[Any], Act]
    tells: str = ""


def _people_form() -> BulkPersonForm:
    form, work = BulkPersonForm(), read_work()
    found: dict[int, Person] = {}
    for unit_id in sorted(get_permission_scope(work.actor, Permission.TASK_ENTRUST).unit_ids):
        found |= {each.id: each for each in office_people.list_unit_people(work.session, unit_id, work.today)}
    form.offer(found.values())
    return form


def _unit_form() -> BulkUnitForm:
    form = BulkUnitForm()
    form.offer(units.list_unit_choices(read_work(), get_request_day()))
    return form


def _confirm(form: BulkForm) -> Act:
    late = late_reports_seen()
    return lambda work, number, version: actions_completion.confirm_completion(
        work, number, note=form["note"].data or "", late_report_seen=str(number) in late, version=version
    )


def _decide(form: BulkExtensionForm) -> Act:
    note = form.note.data or ""
    if form.verdict.data == form.REFUSE:
        return lambda work, number, version: deadline.refuse_extension(work, number, note=note, version=version)
    return lambda work, number, version: deadline.grant_extension(work, number, note=note, version=version)


def _entrust(form: BulkPersonForm) -> Act:
    return lambda work, number, version: assignment.entrust_assignment(
        work, number, person_id=int(form.person.data), note=form.note.data or "", version=version
    )


def _urge(form: BulkNoteForm) -> Act:
    return lambda work, number, version: suspension.urge_unit(work, number, note=form.note.data or "", version=version)


def _reassign(form: BulkUnitForm) -> Act:
    return lambda work, number, version: actions_transfer.reassign_assignment(
        work,
        number,
        unit_id=int(form.unit.data),
        note=form.note.data or "",
        document=form.document.data or "",
        version=version,
    )


def _tag(form: BulkTagForm) -> Act:
    return lambda work, number, version: tags.tag_assignment(work, number, name=form.name.data or "", version=version)


def _untag(form: BulkTagForm) -> Act:
    return lambda work, number, version: tags.untag_assignment(work, number, name=form.name.data or "", version=version)


def _set_deadline(form: BulkDeadlineForm) -> Act:
    assert form.due_on.data is not None  # InputRequired has run before this is called
    day = form.due_on.data
    return lambda work, number, version: deadline.set_assignment_deadline(
        work, number, due_on=day, note=form.note.data or "", document=form.document.data or "", version=version
    )


def _attest(form: BulkAttestForm) -> Act:
    assert form.effective_on.data is not None  # InputRequired has run before this is called
    day = form.effective_on.data
    return lambda work, number, version: actions_completion.attest_assignment(
        work, number, effective_on=day, note=form.note.data or "", document=form.document.data or "", version=version
    )


P = Permission
MANY_VERBS = {
    verb.name: verb
    for verb in (
        BulkAction("xac-nhan", make_message("Xác nhận hoàn thành"), P.TASK_CONFIRM, BulkNoteForm, _confirm,
                 make_message("Mỗi báo cáo được xác nhận hoàn thành vào ngày đơn vị đã báo.")),
        BulkAction("don-doc", make_message("Đôn đốc"), P.TASK_URGE, BulkNoteForm, _urge,
                 make_message("Người của từng đơn vị nhận một thông báo; trạng thái và hạn không đổi.")),
        BulkAction("phan-cong", make_message("Phân công người thực hiện"), P.TASK_ENTRUST, _people_form, _entrust,
                 make_message("Người được chọn thấy các nhiệm vụ này trong việc của mình.")),
        BulkAction("chuyen-don-vi", make_message("Giao lại đơn vị khác"), P.TASK_REASSIGN, _unit_form, _reassign,
                 make_message("Đơn vị mới chờ tiếp nhận; hạn của từng nhiệm vụ giữ nguyên.")),
        BulkAction("han", make_message("Rút ngắn hoặc đặt hạn"), P.DEADLINE_SET, BulkDeadlineForm, _set_deadline,
                 make_message("Chỉ rút ngắn hạn, hoặc đặt hạn cho nhiệm vụ chưa có; hạn ban đầu vẫn lưu.")),
        BulkAction("gia-han", make_message("Quyết định gia hạn"), P.EXTENSION_DECIDE, BulkExtensionForm, _decide,
                 make_message("Mỗi đề nghị được quyết định theo ngày của đề nghị đó.")),
        BulkAction("dat", make_message("Đánh dấu đạt đến thời điểm báo cáo"), P.TASK_ATTEST,
                 lambda: BulkAttestForm(effective_on=get_request_day()), _attest,
                 make_message("Mỗi nhiệm vụ được tính hoàn thành từ ngày ghi dưới đây đến hết quý của ngày đó.")),
        BulkAction("gan-nhan", make_message("Gắn nhãn"), P.TASK_TAG, BulkTagForm, _tag,
                 make_message("Nhãn chỉ để tìm lại, không ảnh hưởng số liệu.")),
        BulkAction("bo-nhan", make_message("Bỏ nhãn"), P.TASK_TAG, BulkTagForm, _untag,
                 make_message("Nhãn chỉ để tìm lại, không ảnh hưởng số liệu.")),
    )
}  # fmt: skip
"""Every verb, by its name in an address, in the order in which a list offers them."""


def list_permitted_verbs(actor: Actor) -> list[BulkAction]:
    """Return what somebody may do with tasks of some origin or unit."""
    return [verb for verb in MANY_VERBS.values() if get_permission_scope(actor, verb.permission)]


NOTHING_TICKED = make_message("Đánh dấu ít nhất một nhiệm vụ và chọn việc cần làm.")


@blueprint.post("/nhiem-vu/nhieu-viec")
@requires_permission(Permission.TASK_READ)
def many_look() -> ResponseReturnValue:
    """Show what will happen to how many, and ask what it takes; nothing is written yet."""
    verb = MANY_VERBS.get(verb_named())
    numbers = _ticked(read_work())
    if verb is None or not numbers:
        flash_message(NOTHING_TICKED, "warning")
        return redirect(f"{url_for('tasks.index')}?{list_left()}")
    _require(verb)
    return _page(verb, verb.form(), numbers)


@blueprint.post("/nhiem-vu/nhieu-viec/thuc-hien")
@requires_permission(Permission.TASK_READ)
def many_act() -> ResponseReturnValue:
    """Act on each of the ticked and say what became of it; the refused ones stay ticked."""
    verb = MANY_VERBS.get(verb_named())
    if verb is None:
        flash_message(NOTHING_TICKED, "warning")
        return redirect(url_for("tasks.index"))
    _require(verb)
    form = verb.form()
    chosen = form.chosen()
    if not chosen or not form.is_submitted_and_valid():
        return _page(verb, form, list(chosen)), 422
    answers = actions_bulk.run_bulk_action(
        db.session(), current_actor(), web_request.get_clock(), form.batch.data or "", chosen, verb.act(form)
    )
    rows = {each.assignment.id: each for each in actions_bulk.list_bulk_candidates(read_work(), list(chosen))}
    return render_template(
        "tasks/many_done.html",
        verb=verb,
        verbs=list_permitted_verbs(current_actor()),
        back=list_left(),
        done=sum(answer.refusal is None for answer in answers),
        refused=sum(answer.refusal is not None for answer in answers),
        lines=[
            (rows[answer.assignment_id].assignment, answer, describe_refusal(answer.refusal) if answer.refusal else "")
            for answer in answers
            if answer.assignment_id in rows
        ],
    )


def _page(verb: BulkAction, form: object, numbers: list[int]) -> str:
    late = late_reports_seen()
    return render_template(
        "tasks/many_look.html",
        verb=verb,
        form=form,
        rows=actions_bulk.list_bulk_candidates(read_work(), numbers),
        late=late,
        back=list_left(),
    )


def _ticked(work: UnitOfWork) -> list[int]:
    """Return the assignments ticked, or all of the list in the address it came from."""
    if takes_all():
        address = MultiDict(parse_qsl(list_left()))
        selection = list_request.read_list_request(work, address).selection.narrowed(count=Count.ASSIGNMENTS)
        return [
            row.assignment_id
            for row in task_lists.list_tasks(work, selection, after=None, limit=actions_bulk.MOST_BULK_TASKS).rows
        ]
    return read_ticked_ids()


def _require(verb: BulkAction) -> None:
    """Refuse somebody who may do this with no task at all; each task is asked about again when it is its turn."""
    if not get_permission_scope(current_actor(), verb.permission):
        require_permission(current_actor(), verb.permission)
