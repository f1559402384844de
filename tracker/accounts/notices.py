"""Changes of accounts: the line in the log of account changes, and the letter that tells the owner.

The letters that tell people what happened to their accounts, and ask a second person to look at a proposal.

The words of accounts: letters with links, what happened to an account, refusals at sign-in.
"""

from __future__ import annotations

import datetime as dt
import secrets
from collections.abc import Collection, Mapping
from typing import Any

from tracker.accounts import account_log
from tracker.accounts.models import AccountChange
from tracker.accounts.rules import ProposalKind
from tracker.core.clock import VIETNAM
from tracker.core.i18n import make_message, make_messages
from tracker.core.labels import ROLE_WORDS
from tracker.database.unit_of_work import UnitOfWork
from tracker.law.permissions import Role
from tracker.mail.outbox import ACCESS, Letter, LetterState
from tracker.office.models import Person

ACCOUNT_CHANGE_SUBJECTS: Mapping[str, str] = {
    "closed": "Tài khoản đã bị khóa",
    "reopened": "Tài khoản được mở lại",
    "post_given": "Được giao vai trò{role}",
    "post_ended": "Thôi giữ vai trò{role}",
    "password_changed": "Mật khẩu đã đổi",
    "password_reset": "Mật khẩu được đặt lại",
    "link_made": "Quản trị đã lấy một đường dẫn đặt mật khẩu cho tài khoản này",
    "link_used": "Mật khẩu đã được đặt bằng đường dẫn",
    "second_factor_on": "Xác thực hai lớp đã bật",
    "second_factor_off": "Xác thực hai lớp đã bị bỏ",
    "recovery_used": "Một mã dự phòng đã được dùng để đăng nhập",
    "token_made": "Một khóa cho phần mềm khác đã được tạo",
    "identity_bound": "Tài khoản được gắn với đăng nhập chung",
    "identity_dropped": "Tài khoản thôi gắn với đăng nhập chung",
    "name_changed": "Họ và tên được ghi lại: {old} → {new}",
    "email_asked": "Có yêu cầu đổi địa chỉ thư thành {new}; địa chỉ mới có hiệu lực khi chủ của nó xác nhận",
    "email_changed": "Địa chỉ thư đã đổi: {old} → {new}",
    "phone_changed": "Số điện thoại đã đổi",
    "deputy_named": "Cử người làm thay: {deputy} thay {principal}, từ {since} đến {until}",
    "proposed": "Có đề nghị: {what}. Đề nghị chỉ có hiệu lực khi người thứ hai duyệt",
    "approved": "Đề nghị đã được duyệt: {what}",
    "refused": "Đề nghị không được duyệt: {what}",
}
"""What each letter says happened, by the change of an account; of changes not named here no letter goes."""

PROPOSAL_WORDS: Mapping[ProposalKind, str] = {
    ProposalKind.ROLE: "giao vai trò quyết định",
    ProposalKind.SECOND_FACTOR: "bỏ xác thực hai lớp",
    ProposalKind.LINK: "lấy đường dẫn đặt mật khẩu",
    ProposalKind.EMAIL: "đổi địa chỉ thư",
    ProposalKind.DEPUTY: "cử người làm thay",
}
SUBJECT = "[Theo dõi nhiệm vụ] Thay đổi tài khoản {login}"
TEXT = """Kính gửi anh/chị {name},

{what}.
Tài khoản: {login}. Người làm: {actor}. Lúc {at:%H:%M ngày %d/%m/%Y}.
{ended}
Nếu đây không phải việc anh/chị biết, báo ngay cho lãnh đạo hoặc một quản trị khác, và đổi mật khẩu.
Xem mọi thay đổi ở mục Tài khoản của tôi.
"""
ENDED = (
    "Các phiên đăng nhập, đường dẫn, khóa cho phần mềm khác ({tokens}) và địa chỉ lịch ({feeds}) của tài khoản đã hết "
    "hiệu lực; cần dùng thì tạo lại.\n"
)
PROPOSAL_SUBJECT = "[Theo dõi nhiệm vụ] Đề nghị chờ anh/chị duyệt: {what}"
PROPOSAL_TEXT = """Kính gửi anh/chị {name},

{proposer} đề nghị {what} cho {person}. Việc này cần người thứ hai duyệt.
Trước khi duyệt, hỏi trực tiếp {person} hoặc người có trách nhiệm. Duyệt hoặc không duyệt ở mục Duyệt tài khoản,
trước {until:%H:%M ngày %d/%m/%Y}; quá lúc đó đề nghị hết hiệu lực.
"""
NEW_ADDRESS_SUBJECT = "[Theo dõi nhiệm vụ] Xác nhận địa chỉ thư mới"
NEW_ADDRESS_TEXT = """Kính gửi anh/chị {name},

Địa chỉ này được ghi làm địa chỉ thư của tài khoản {login}. Nếu đúng, đăng nhập rồi mở đường dẫn sau trong vòng 24 giờ.
Nếu không phải, bỏ qua thư này: địa chỉ cũ giữ nguyên.
"""


def write_account_letter(
    change: str, *, name: str, login: str, actor: str, at: dt.datetime, details: Mapping[str, Any]
) -> tuple[str, str]:
    """Return subject and text of the letter that tells of a change."""
    role = f": {ROLE_WORDS[Role(details['role'])]}" if details.get("role") else ""
    what = PROPOSAL_WORDS[ProposalKind(details["kind"])] if "kind" in details else ""
    said = ACCOUNT_CHANGE_SUBJECTS[change].format_map(_Blank({**details, "role": role, "what": what}))
    ended = ENDED.format(**details) if "tokens" in details else ""
    local = at.astimezone(VIETNAM)
    return SUBJECT.format(login=login), TEXT.format(
        name=name, what=said, login=login, actor=actor or "–", at=local, ended=ended
    )


def proposal_letter(name: str, kind: ProposalKind, person: str, proposer: str, until: dt.datetime) -> tuple[str, str]:
    """Return subject and text of the letter to whoever may approve a proposal."""
    what = PROPOSAL_WORDS[kind]
    return PROPOSAL_SUBJECT.format(what=what), PROPOSAL_TEXT.format(
        name=name, what=what, person=person, proposer=proposer, until=until.astimezone(VIETNAM)
    )


class _Blank(dict[str, Any]):
    """Details of a change; one that is not there is written as a dash."""

    def __missing__(self, key: str) -> str:
        return "–"


UNANNOUNCED_CHANGES = frozenset(AccountChange) - frozenset(ACCOUNT_CHANGE_SUBJECTS)
"""Changes of which no letter goes: they take nothing away, or another letter of the same act names them."""


def announce_account_change(
    work: UnitOfWork, person: Person, change: AccountChange, *, also_to: Collection[str] = (), **details: Any
) -> None:
    """Write the line of a change; where it is one of `ACCOUNT_CHANGE_SUBJECTS`, a letter to its owner is put out too.

    `also_to` are further addresses, such as the one an account had until now. Nobody without an address is written to.
    """
    account_log.record_account_event(work, person.id, change, **details)
    if change not in ACCOUNT_CHANGE_SUBJECTS:
        return
    subject, text = write_account_letter(
        change, name=person.name, login=person.login, actor=work.actor.name, at=work.now, details=details
    )
    for address in dict.fromkeys([*(also_to), person.email or ""]):
        if address:
            post_letter(work, person, address, subject, text)


def post_letter(work: UnitOfWork, person: Person, address: str, subject: str, text: str, *, kind: str = ACCESS) -> None:
    """Put a letter about an account into the outbox."""
    name = f"{kind}.{secrets.token_hex(8)}"
    work.session.add(
        Letter(
            kind=name,
            person_id=person.id,
            slot_on=work.today,
            address=address,
            subject=subject,
            body_text=text,
            message_key=f"{name}.{person.id}",
            state=LetterState.NEW,
            next_attempt_at=work.now,
            created_at=work.now,
        )
    )


FORGOTTEN_SUBJECT = "[Theo dõi nhiệm vụ] Đặt lại mật khẩu"
FORGOTTEN_TEXT = """Kính gửi anh/chị {name},

Có người xin đặt lại mật khẩu cho tài khoản của anh/chị. Nếu không phải anh/chị, bỏ qua thư này: mật khẩu không đổi.
Để đặt mật khẩu mới, mở đường dẫn sau trong vòng một giờ. Đường dẫn chỉ dùng được một lần.
"""
INVITED_SUBJECT = "[Theo dõi nhiệm vụ] Đặt mật khẩu"
INVITED_TEXT = """Kính gửi anh/chị {name},

Tài khoản của anh/chị đã sẵn sàng. Mở đường dẫn sau để đặt mật khẩu, rồi đăng nhập. Đường dẫn chỉ dùng được một lần.
Mật khẩu và xác thực hai lớp trước đây (nếu có) đã hết hiệu lực: chỉ mình anh/chị biết mật khẩu mới.
"""
LINK_ON_ITS_WAY = make_message(
    "Nếu tên đăng nhập đúng và tài khoản có địa chỉ thư, một thư kèm đường dẫn sẽ đến trong giờ gửi thư. "
    "Không thấy thư thì liên hệ quản trị."
)
CODES_RUN_OUT = make_message("Còn {left} mã dự phòng. Tạo mã mới ở mục Tài khoản của tôi.")

ACCOUNT_CHANGE_WORDS: Mapping[str, str] = make_messages(
    {
        "opened": "Mở tài khoản",
        "closed": "Khóa tài khoản",
        "reopened": "Mở lại tài khoản",
        "post_given": "Giao vai trò",
        "post_ended": "Kết thúc vai trò",
        "password_changed": "Đổi mật khẩu",
        "password_reset": "Đặt lại mật khẩu ban đầu",
        "link_made": "Tạo đường dẫn đặt mật khẩu",
        "link_used": "Đặt mật khẩu bằng đường dẫn",
        "second_factor_on": "Bật xác thực hai lớp",
        "second_factor_off": "Bỏ xác thực hai lớp",
        "recovery_used": "Dùng một mã dự phòng",
        "sessions_ended": "Kết thúc các phiên đăng nhập khác",
        "token_made": "Tạo khóa cho phần mềm khác",
        "token_revoked": "Thu hồi khóa của phần mềm khác",
        "identity_bound": "Gắn với tài khoản đăng nhập chung",
        "identity_dropped": "Bỏ gắn với tài khoản đăng nhập chung",
        "proposed": "Đề nghị thay đổi, chờ người thứ hai duyệt",
        "approved": "Duyệt đề nghị",
        "refused": "Không duyệt đề nghị",
        "withdrawn": "Rút đề nghị",
        "given_alone": "Một mình quản trị làm việc sau: chưa có người thứ hai để duyệt",
        "keys_ended": "Khóa của phần mềm khác và địa chỉ lịch hết hiệu lực",
        "feed_made": "Tạo địa chỉ lịch",
        "feed_revoked": "Thu hồi địa chỉ lịch",
        "name_changed": "Ghi lại họ và tên",
        "email_asked": "Xin đổi địa chỉ thư",
        "email_changed": "Đổi địa chỉ thư",
        "phone_changed": "Đổi số điện thoại",
        "office_renamed": "Đổi tên cơ quan",
        "deputy_named": "Cử người làm thay",
        "data_copied": "Tải bản sao dữ liệu của mình",
    }
)
"""What happened to an account."""

PROPOSAL_NAMES: Mapping[str, str] = make_messages(
    {
        "role": "Giao vai trò quyết định",
        "second_factor": "Bỏ xác thực hai lớp",
        "link": "Lấy đường dẫn đặt mật khẩu",
        "email": "Đổi địa chỉ thư",
        "deputy": "Cử người làm thay",
    }
)
"""What is proposed for an account."""

PROPOSAL_STATES: Mapping[str, str] = make_messages(
    {"waiting": "Chờ duyệt", "approved": "Đã duyệt", "refused": "Không duyệt", "withdrawn": "Đã rút", "over": "Hết hạn"}
)
"""What became of a proposal."""
