"""What people do to an assignment: one row for each action, read by whatever asks, shows, tells or carries out.

A row says from which state to which it leads, who may, what it needs, who is told, its words, and where its page and
its button stand. What the page asks for and which function it calls is said by the form of that page
(`tracker.tasks.forms`), joined to its row by the name of the page.

Source: the states and events of follow-up practice (Decision 42/2014/QĐ-TTg and the provincial rules modelled
on it).
"""

from __future__ import annotations

import enum
from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Literal

from tracker.core.i18n import make_message
from tracker.core.refusals import Reason, Refusal
from tracker.law.lifecycle import AT_WORK, OPEN_STATES, Action, AssignmentState
from tracker.law.permissions import Permission

Moves = Mapping[AssignmentState, AssignmentState | None]
"""From which state to which; None when the state stays as it is."""


class NoticeCircle(enum.StrEnum):
    """A circle of people around an assignment."""

    UNIT = "unit"
    HELPERS = "helpers"
    FOLLOWERS = "followers"
    DECIDERS = "deciders"


@dataclass(frozen=True, slots=True)
class Page:
    """The page of a verb: the last part of its address, the icon on its button, its endpoint where not the action's.

    `posts`: nothing is asked, so the button itself sends the form. `offline`: kept on the device, to be filled in
    without a line.
    """

    address: str
    icon: str
    endpoint: str = ""
    posts: bool = False
    offline: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Verb:
    """Everything about one action.

    `permission` is asked over the lead's assignment, `share_permission` over a coordinating unit's share, which knows
    no other verbs. `topic` is what other programs are told (`integrations.channels.Topic`). `sentence` follows the
    name of who acted; a detail with an old and a new value gives it `…_old` and `…_new`; `told_details` are those it
    says already; `note_is_reason` when the note ends it. `look` (tone, icon) replaces that of the state in the event
    log. `first`: the page of the task may offer it before the others, in the state `first_in` where one is named, with
    `beside` next to it. `needs_occurrence`: done with single occurrences of a duty, those nobody has reported or those
    whose report waits. A verb without `done`, what a page says once it is carried out, follows from something else.
    """

    action: Action
    moves: Moves
    permission: Permission
    name: str
    sentence: str
    told: tuple[NoticeCircle, ...] = ()
    share_permission: Permission | None = None
    needs_note: bool = False
    needs_document: bool = False
    needs_occurrence: Literal["", "unreported", "reported"] = ""
    topic: str = ""
    note_is_reason: bool = False
    told_details: tuple[str, ...] = ()
    look: tuple[str, str] | None = None
    done: str = ""
    button: str = ""
    page: Page | None = None
    share_page: Page | None = None
    first: bool = False
    first_in: AssignmentState | None = None
    beside: Action | None = None

    def list_pages(self) -> list[tuple[str, Page, Permission]]:
        """Return the endpoint, the page and the permission of each of its pages."""
        pages = [(self.page, self.permission), (self.share_page, self.share_permission)]
        return [(page.endpoint or self.action.value, page, needed) for page, needed in pages if page and needed]


A, S, P = Action, AssignmentState, Permission
UNIT, HELPERS, FOLLOWERS, DECIDERS = NoticeCircle
AROUND_UNIT = (UNIT, HELPERS)
STAYS_AT_WORK: Moves = dict.fromkeys(AT_WORK)
STAYS_OPEN: Moves = dict.fromkeys(OPEN_STATES)
STAYS_GIVEN: Moves = {state: None for state in S if state is not S.DRAFT}
MORE_TIME = ("due_soon", "extension")


def _leaves_to(state: AssignmentState) -> Moves:
    return dict.fromkeys((*OPEN_STATES, S.SUSPENDED), state)


# fmt: off
_ROWS = (
    Verb(action=A.ASSIGN, moves={S.DRAFT: S.ASSIGNED}, permission=P.TASK_ASSIGN, told=(UNIT,), topic="assigned",
         name=make_message("giao nhiệm vụ"),
         sentence=make_message("giao nhiệm vụ cho {unit}, hạn xử lý {due_on}")),
    Verb(action=A.ACCEPT, moves={S.ASSIGNED: S.ACCEPTED}, permission=P.TASK_ACCEPT, share_permission=P.TASK_ACCEPT,
         told=(FOLLOWERS,), page=Page("tiep-nhan", "accepted", posts=True), first=True,
         name=make_message("tiếp nhận"), button=make_message("Tiếp nhận"),
         sentence=make_message("tiếp nhận nhiệm vụ"),
         done=make_message("Đã tiếp nhận nhiệm vụ.")),
    Verb(action=A.SUBMIT, moves=dict.fromkeys(AT_WORK, S.SUBMITTED), permission=P.TASK_SUBMIT,
         share_permission=P.TASK_SUBMIT, told=(FOLLOWERS,), topic="submitted", told_details=("done_on",),
         page=Page("bao-cao", "submitted", offline=True), first=True, beside=A.REPORT_PROGRESS,
         name=make_message("báo cáo hoàn thành"), button=make_message("Báo cáo hoàn thành"),
         sentence=make_message("báo cáo hoàn thành ngày {effective_on}"),
         done=make_message("Đã gửi báo cáo hoàn thành. Nhiệm vụ chờ xác nhận.")),
    Verb(action=A.REPORT_PROGRESS, moves=dict.fromkeys(AT_WORK, S.IN_PROGRESS), permission=P.TASK_PROGRESS,
         share_permission=P.TASK_PROGRESS, told=(FOLLOWERS,), page=Page("tien-do", "open", offline=True),
         name=make_message("cập nhật tiến độ"), button=make_message("Cập nhật tiến độ"),
         sentence=make_message("cập nhật tiến độ"),
         done=make_message("Đã ghi tiến độ.")),
    Verb(action=A.REPORT_OCCURRENCE, moves=dict.fromkeys(AT_WORK, S.IN_PROGRESS), permission=P.TASK_SUBMIT,
         told=(FOLLOWERS,), needs_occurrence="unreported", page=Page("bao-cao-ky", "submitted"), first=True,
         beside=A.REPORT_PROGRESS,
         name=make_message("báo cáo một kỳ"), button=make_message("Báo cáo một kỳ"),
         sentence=make_message("báo cáo kỳ {occurrence} (hạn {occurrence_due_on}), xong ngày {effective_on}"),
         done=make_message("Đã gửi báo cáo của kỳ này. Kỳ chờ xác nhận.")),
    Verb(action=A.CONFIRM, moves={S.SUBMITTED: S.DONE}, permission=P.TASK_CONFIRM,
         share_permission=P.COORDINATION_LEAD, told=(UNIT,), topic="confirmed", first=True,
         page=Page("xac-nhan", "on_day"), share_page=Page("nhan-ket-qua", "on_day", "receive_share"),
         name=make_message("xác nhận hoàn thành"), button=make_message("Xác nhận hoàn thành"),
         sentence=make_message("xác nhận hoàn thành ngày {effective_on}"),
         done=make_message("Đã xác nhận hoàn thành.")),
    Verb(action=A.ACCEPT_OCCURRENCE, moves=STAYS_AT_WORK, permission=P.TASK_CONFIRM, told=(UNIT,),
         needs_occurrence="reported", page=Page("xac-nhan-ky", "on_day"), first=True, beside=A.RETURN_OCCURRENCE,
         name=make_message("xác nhận một kỳ"), button=make_message("Xác nhận kỳ"),
         sentence=make_message("xác nhận kỳ {occurrence} (hạn {occurrence_due_on}) xong ngày {effective_on}"),
         done=make_message("Đã xác nhận kỳ này.")),
    Verb(action=A.RETURN_OCCURRENCE, moves=STAYS_AT_WORK, permission=P.TASK_CONFIRM, told=(UNIT,), needs_note=True,
         note_is_reason=True, needs_occurrence="reported", page=Page("tra-lai-ky", "returned"),
         name=make_message("trả lại báo cáo một kỳ"), button=make_message("Trả lại báo cáo kỳ"),
         sentence=make_message("trả lại báo cáo kỳ {occurrence} (hạn {occurrence_due_on})"),
         done=make_message("Đã trả lại báo cáo của kỳ này cho đơn vị.")),
    Verb(action=A.SEND_BACK, moves={S.SUBMITTED: S.RETURNED}, permission=P.TASK_CONFIRM,
         share_permission=P.COORDINATION_LEAD, told=(UNIT,), needs_note=True, topic="returned", note_is_reason=True,
         page=Page("tra-lai", "returned"), share_page=Page("tra-ket-qua", "returned", "return_share"),
         name=make_message("trả lại, chưa đạt"), button=make_message("Trả lại"),
         sentence=make_message("trả lại báo cáo, chưa đạt"),
         done=make_message("Đã trả lại báo cáo cho đơn vị.")),
    Verb(action=A.GRANT_EXTENSION, moves=STAYS_AT_WORK, permission=P.EXTENSION_DECIDE, told=(UNIT, FOLLOWERS),
         topic="deadline_moved", told_details=("due_on",), look=MORE_TIME, first=True,
         page=Page("gia-han", "extension", "decide_extension"),
         name=make_message("đồng ý gia hạn"), button=make_message("Quyết định gia hạn"),
         sentence=make_message("đồng ý gia hạn từ {due_on_old} đến {due_on_new}"),
         done=make_message("Đã đồng ý gia hạn.")),
    Verb(action=A.REFUSE_EXTENSION, moves=STAYS_AT_WORK, permission=P.EXTENSION_DECIDE, told=(UNIT, FOLLOWERS),
         needs_note=True, note_is_reason=True, look=MORE_TIME,
         name=make_message("không đồng ý gia hạn"),
         sentence=make_message("không đồng ý gia hạn; hạn xử lý vẫn là {due_on}"),
         done=make_message("Đã ghi ý kiến không đồng ý gia hạn. Hạn cũ giữ nguyên.")),
    Verb(action=A.REQUEST_EXTENSION, moves=STAYS_AT_WORK, permission=P.EXTENSION_REQUEST, told=(FOLLOWERS, DECIDERS),
         needs_note=True, note_is_reason=True, told_details=("asked_due_on",), look=MORE_TIME,
         page=Page("xin-gia-han", "extension"),
         name=make_message("đề nghị gia hạn"), button=make_message("Xin gia hạn"),
         sentence=make_message("xin gia hạn từ {due_on} đến {asked_due_on}"),
         done=make_message("Đã gửi đề nghị gia hạn. Hạn cũ vẫn tính cho đến khi lãnh đạo quyết định.")),
    Verb(action=A.REASSIGN, moves=dict.fromkeys(OPEN_STATES, S.ASSIGNED) | {S.SUSPENDED: None},
         permission=P.TASK_REASSIGN, told=(UNIT, FOLLOWERS), needs_note=True, topic="assigned", note_is_reason=True,
         told_details=("unit_id",), page=Page("chuyen-don-vi", "transferred"), first=True, first_in=S.DECLINED,
         name=make_message("chuyển đơn vị thực hiện"), button=make_message("Chuyển đơn vị khác"),
         sentence=make_message("chuyển nhiệm vụ từ {unit_id_old} sang {unit_id_new}; hạn xử lý vẫn là {due_on}"),
         done=make_message("Đã chuyển nhiệm vụ sang đơn vị mới, chờ tiếp nhận. Hạn giữ nguyên.")),
    Verb(action=A.REFUSE_DECLINE, moves={S.DECLINED: S.ASSIGNED}, permission=P.TASK_REASSIGN, told=(UNIT,),
         needs_note=True, note_is_reason=True, page=Page("khong-dong-y-tra-lai", "declined"),
         name=make_message("không đồng ý trả lại"), button=make_message("Không đồng ý trả lại"),
         sentence=make_message("không đồng ý trả lại; {unit} tiếp tục thực hiện"),
         done=make_message("Đã trả lời: đơn vị tiếp tục thực hiện nhiệm vụ.")),
    Verb(action=A.RESUME, moves={S.SUSPENDED: S.IN_PROGRESS}, permission=P.TASK_SUSPEND, told=AROUND_UNIT,
         told_details=("days_suspended",), page=Page("tiep-tuc", "open"), first=True,
         name=make_message("tiếp tục"), button=make_message("Cho tiếp tục"),
         sentence=make_message("cho tiếp tục sau {days_suspended} ngày tạm dừng, hạn xử lý {due_on}"),
         done=make_message("Nhiệm vụ được tiếp tục.")),
    Verb(action=A.ENTRUST, moves=STAYS_AT_WORK, permission=P.TASK_ENTRUST, share_permission=P.TASK_ENTRUST,
         told=(UNIT,), page=Page("phan-cong", "user"),
         name=make_message("phân công người thực hiện"), button=make_message("Phân công người thực hiện"),
         sentence=make_message("phân công người thực hiện"),
         done=make_message("Đã phân công người thực hiện.")),
    Verb(action=A.DIVIDE, moves=STAYS_AT_WORK, permission=P.COORDINATION_LEAD, share_permission=P.COORDINATION_LEAD,
         told=(UNIT,), told_details=("due_on",), page=Page("phan-viec", "assigned"),
         name=make_message("giao phần việc phối hợp"), button=make_message("Giao phần việc, hạn nội bộ"),
         sentence=make_message("giao phần việc phối hợp cho {unit}, hạn nội bộ {due_on}"),
         done=make_message("Đã giao phần việc cho đơn vị phối hợp.")),
    Verb(action=A.DECLINE, moves=dict.fromkeys((S.ASSIGNED, S.ACCEPTED), S.DECLINED), permission=P.TASK_DECLINE,
         told=(FOLLOWERS,), needs_note=True, note_is_reason=True, page=Page("de-nghi-tra-lai", "declined"),
         name=make_message("đề nghị trả lại, không đúng thẩm quyền"), button=make_message("Đề nghị trả lại"),
         sentence=make_message("đề nghị trả lại vì không đúng thẩm quyền"),
         done=make_message("Đã gửi đề nghị trả lại. Nhiệm vụ vẫn tính cho đơn vị đến khi nơi giao trả lời.")),
    Verb(action=A.ATTEST, moves=STAYS_OPEN, permission=P.TASK_ATTEST, told=(UNIT,),
         page=Page("danh-dau-dat", "on_day"),
         name=make_message("đánh dấu đạt yêu cầu đến thời điểm báo cáo"), button=make_message("Đánh dấu đạt"),
         sentence=make_message("đánh dấu đạt yêu cầu đến thời điểm báo cáo, ngày {effective_on}"),
         done=make_message("Đã đánh dấu đạt yêu cầu đến thời điểm báo cáo.")),
    Verb(action=A.URGE, moves=STAYS_OPEN, permission=P.TASK_URGE, told=(UNIT,), page=Page("don-doc", "due_soon"),
         name=make_message("đôn đốc"), button=make_message("Đôn đốc"),
         sentence=make_message("đôn đốc {unit} thực hiện nhiệm vụ"),
         done=make_message("Đã đôn đốc đơn vị.")),
    Verb(action=A.SKIP_OCCURRENCE, moves=STAYS_AT_WORK, permission=P.TASK_ASSIGN, told=(UNIT,), needs_note=True,
         note_is_reason=True, needs_occurrence="unreported", page=Page("bo-ky", "suspended"),
         name=make_message("bỏ một kỳ"), button=make_message("Bỏ một kỳ"),
         sentence=make_message("bỏ kỳ {occurrence} (hạn {occurrence_due_on})"),
         done=make_message("Đã bỏ kỳ này.")),
    Verb(action=A.PAUSE_OCCURRENCES, moves=STAYS_AT_WORK, permission=P.TASK_ASSIGN, told=(UNIT,), needs_note=True,
         note_is_reason=True, needs_occurrence="unreported", page=Page("tam-ngung-ky", "suspended"),
         name=make_message("tạm ngừng các kỳ"), button=make_message("Tạm ngừng các kỳ"),
         sentence=make_message("tạm ngừng các kỳ từ {pause_from} đến {pause_to}: bỏ {skipped} kỳ"),
         done=make_message("Đã tạm ngừng: các kỳ trong khoảng này không phải báo cáo.")),
    Verb(action=A.END_OCCURRENCES, moves=STAYS_AT_WORK, permission=P.TASK_ASSIGN, told=(UNIT,), needs_note=True,
         note_is_reason=True, needs_occurrence="unreported", page=Page("ket-thuc-ky", "cancelled"),
         name=make_message("kết thúc các kỳ"), button=make_message("Kết thúc các kỳ"),
         sentence=make_message("kết thúc các kỳ từ ngày {ends_on}: bỏ {skipped} kỳ còn lại"),
         done=make_message("Đã kết thúc: các kỳ còn lại không phải báo cáo.")),
    Verb(action=A.COMPLETE, moves=dict.fromkeys(AT_WORK, S.DONE), permission=P.TASK_CONFIRM, told=(UNIT,),
         name=make_message("ghi nhận đã xong các kỳ, hoàn thành"),
         sentence=make_message("ghi nhận các kỳ đã xong, nhiệm vụ hoàn thành ngày {effective_on}")),
    Verb(action=A.SET_DEADLINE, moves=STAYS_OPEN, permission=P.DEADLINE_SET, told=AROUND_UNIT, needs_note=True,
         topic="deadline_moved", note_is_reason=True, told_details=("due_on",), page=Page("rut-han", "due_soon"),
         name=make_message("điều chỉnh hạn"), button=make_message("Rút ngắn hạn"),
         sentence=make_message("điều chỉnh hạn từ {due_on_old} thành {due_on_new}"),
         done=make_message("Đã điều chỉnh hạn. Hạn ban đầu vẫn lưu.")),
    Verb(action=A.DEMAND_EVIDENCE, moves=STAYS_OPEN, permission=P.TASK_ASSIGN, told=(UNIT,),
         page=Page("minh-chung", "attachment"),
         name=make_message("đặt quy định minh chứng"), button=make_message("Quy định minh chứng"),
         sentence=make_message("đặt quy định về minh chứng"),
         done=make_message("Đã ghi quy định về minh chứng.")),
    Verb(action=A.TAG, moves=STAYS_GIVEN, permission=P.TASK_TAG, page=Page("nhan", "draft"),
         name=make_message("gắn hoặc bỏ nhãn"), button=make_message("Gắn, bỏ nhãn"),
         sentence=make_message("đổi nhãn của nhiệm vụ"),
         done=make_message("Đã đổi nhãn.")),
    Verb(action=A.CORRECT, moves=STAYS_GIVEN, permission=P.TASK_CORRECT, share_permission=P.TASK_CORRECT, told=(UNIT,),
         note_is_reason=True, page=Page("dinh-chinh", "draft"),
         name=make_message("sửa nội dung"), button=make_message("Đính chính nội dung"),
         sentence=make_message("đính chính nội dung đã ghi"),
         done=make_message("Đã đính chính. Dòng cũ vẫn lưu trong nhật ký.")),
    Verb(action=A.REDATE, moves={S.DONE: None}, permission=P.TASK_CORRECT, told=(UNIT,), needs_note=True,
         note_is_reason=True, told_details=("done_on",), page=Page("dinh-chinh-ngay", "draft"),
         name=make_message("đính chính ngày hoàn thành"), button=make_message("Đính chính ngày hoàn thành"),
         sentence=make_message("đính chính ngày hoàn thành từ {done_on_old} thành {done_on_new}"),
         done=make_message("Đã đính chính ngày hoàn thành. Số liệu tính theo ngày mới.")),
    Verb(action=A.REOPEN, moves={S.DONE: S.IN_PROGRESS}, permission=P.TASK_REOPEN, told=(UNIT, FOLLOWERS),
         needs_note=True, topic="returned", note_is_reason=True, page=Page("mo-lai", "returned"),
         name=make_message("mở lại"), button=make_message("Mở lại"),
         sentence=make_message("mở lại nhiệm vụ đã hoàn thành"),
         done=make_message("Đã mở lại nhiệm vụ.")),
    Verb(action=A.SUSPEND, moves=dict.fromkeys(AT_WORK, S.SUSPENDED) | {S.SUSPENDED: None}, permission=P.TASK_SUSPEND,
         told=AROUND_UNIT, needs_note=True, needs_document=True, note_is_reason=True,
         page=Page("tam-dung", "suspended"),
         name=make_message("tạm dừng"), button=make_message("Tạm dừng"),
         sentence=make_message("tạm dừng nhiệm vụ từ ngày {effective_on}"),
         done=make_message("Đã tạm dừng nhiệm vụ.")),
    Verb(action=A.MERGE, moves=_leaves_to(S.MERGED), permission=P.TASK_MERGE, told=AROUND_UNIT, needs_note=True,
         topic="closed", note_is_reason=True, page=Page("nhap-nhiem-vu", "merged"),
         name=make_message("nhập vào nhiệm vụ khác"), button=make_message("Nhập vào nhiệm vụ khác"),
         sentence=make_message("nhập vào nhiệm vụ số {merged_into_old}"),
         done=make_message("Đã nhập vào nhiệm vụ kia. Hai nhiệm vụ dẫn sang nhau.")),
    Verb(action=A.TRANSFER, moves=_leaves_to(S.TRANSFERRED), permission=P.TASK_TRANSFER, told=AROUND_UNIT,
         needs_note=True, topic="closed", note_is_reason=True, told_details=("body",),
         page=Page("ban-giao", "transferred"),
         name=make_message("bàn giao cơ quan khác"), button=make_message("Bàn giao cơ quan khác"),
         sentence=make_message("bàn giao cho {body} từ ngày {effective_on}"),
         done=make_message("Đã ghi việc bàn giao cho cơ quan khác.")),
    Verb(action=A.CANCEL, moves=_leaves_to(S.CANCELLED), permission=P.TASK_CANCEL, told=AROUND_UNIT, needs_note=True,
         needs_document=True, topic="closed", note_is_reason=True, page=Page("khong-thuc-hien", "cancelled"),
         name=make_message("quyết định không tiếp tục thực hiện"), button=make_message("Không tiếp tục thực hiện"),
         sentence=make_message("quyết định không tiếp tục thực hiện từ ngày {effective_on}"),
         done=make_message("Đã ghi quyết định không tiếp tục thực hiện.")),
    Verb(action=A.WITHDRAW, moves=_leaves_to(S.WITHDRAWN), permission=P.TASK_WITHDRAW,
         share_permission=P.TASK_WITHDRAW, told=AROUND_UNIT, needs_note=True, topic="closed", note_is_reason=True,
         page=Page("thu-hoi", "withdrawn"),
         name=make_message("thu hồi"), button=make_message("Thu hồi"),
         sentence=make_message("thu hồi nhiệm vụ từ ngày {effective_on}"),
         done=make_message("Đã thu hồi nhiệm vụ.")),
)
# fmt: on

VERBS: Mapping[Action, Verb] = MappingProxyType({verb.action: verb for verb in _ROWS})
"""Every action, in the order in which a page offers their buttons."""

SHARE_PERMISSIONS = frozenset(verb.share_permission for verb in _ROWS if verb.share_permission)
"""What is asked of somebody over the share of a coordinating unit, which reports to the lead unit."""


def get_next_state(state: AssignmentState, action: Action, *, note: str = "", document: str = "") -> AssignmentState:
    """Return the state into which `action` brings an assignment from `state`, or refuse.

    Raises `Refusal` WRONG_STATE, NOTE_MISSING (field `note`) or DOCUMENT_MISSING (field `document`).
    """
    verb = VERBS[action]
    if state not in verb.moves:
        raise Refusal(Reason.WRONG_STATE, state=state, action=action)
    if verb.needs_note and not note.strip():
        raise Refusal(Reason.NOTE_MISSING, field="note", action=action)
    if verb.needs_document and not document.strip():
        raise Refusal(Reason.DOCUMENT_MISSING, field="document", action=action)
    return verb.moves[state] or state
