"""The copy somebody takes of everything held about them: one file for machines, the same to be read.

Everything the database holds about one person, found by the tables' own references: no table is forgotten.

What each table that names people holds, for the copy somebody takes of their own data.
"""

from __future__ import annotations

import datetime as dt
import io
import json
import zipfile
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from sqlalchemy import Column, ForeignKey, LargeBinary, or_, select
from sqlalchemy.orm import Session

from tracker.accounts import account_log
from tracker.accounts.models import AccountChange
from tracker.core.clock import VIETNAM
from tracker.core.refusals import Reason, Refusal
from tracker.database.base import Base
from tracker.database.unit_of_work import UnitOfWork
from tracker.office import installation
from tracker.office.models import Person, SignInTry

WITHHELD = frozenset(
    "password_hash token_hash code_hash secret hash prev_hash search_text sort_key content_html".split()
)
"""Columns that are no data about the person but what guards the account, or what the program derives."""
PERSON_TABLE = Person.__tablename__


def list_personal_tables() -> Mapping[str, Sequence[Column[Any]]]:
    """Return the tables that name people, each with the columns that do."""
    naming = {
        table.name: [column for column in table.columns if _names_a_person(column)]
        for table in Base.metadata.sorted_tables
    }
    return {name: columns for name, columns in naming.items() if columns}


def list_rows_about(session: Session, person: Person) -> dict[str, list[dict[str, Any]]]:
    """Return all rows about a person by table, in the order they were made; values as JSON holds them."""
    found = {PERSON_TABLE: _rows(session, Person.__table__, Person.__table__.c.id == person.id)}
    for name, columns in list_personal_tables().items():
        table = Base.metadata.tables[name]
        found[name] = _rows(session, table, or_(*(column == person.id for column in columns)))
    tries = SignInTry.__table__
    names = (person.login, f"link:{person.login}", f"code:{person.id}")
    found[SignInTry.__tablename__] = _rows(session, tries, tries.c.login.in_(names))
    return {name: rows for name, rows in found.items() if rows}


def _rows(session: Session, table: Any, condition: Any) -> list[dict[str, Any]]:
    shown = [
        column for column in table.columns if column.name not in WITHHELD and not isinstance(column.type, LargeBinary)
    ]
    rows = session.execute(select(*shown).where(condition).order_by(table.c.id))
    return [{column.name: _plain(value) for column, value in zip(shown, row, strict=True)} for row in rows]


def _names_a_person(column: Column[Any]) -> bool:
    return any(_target(key) == f"{PERSON_TABLE}.id" for key in column.foreign_keys)


def _target(key: ForeignKey) -> str:
    return str(key.target_fullname)


def _plain(value: Any) -> Any:
    if isinstance(value, dt.datetime | dt.date | dt.time):
        return value.isoformat()
    return str(value) if isinstance(value, Decimal) else value


PERSONAL_TABLE_WORDS: Mapping[str, str] = {
    "person": "Tài khoản",
    "membership": "Vai trò",
    "deputation": "Làm thay",
    "account_event": "Nhật ký tài khoản (của mình, hoặc do mình làm)",
    "account_link": "Đường dẫn đặt mật khẩu đã tạo",
    "account_proposal": "Đề nghị về tài khoản",
    "email_change": "Địa chỉ thư chờ xác nhận",
    "signed_in_session": "Phiên đăng nhập",
    "sign_in_try": "Lần thử đăng nhập trong một ngày",
    "second_factor": "Xác thực hai lớp",
    "recovery_code": "Mã dự phòng (không có nội dung mã)",
    "provider_identity": "Gắn với đăng nhập chung",
    "api_token": "Khóa cho phần mềm khác",
    "calendar_feed": "Địa chỉ lịch",
    "preference": "Lựa chọn cá nhân",
    "saved_view": "Danh sách đã lưu",
    "view_pin": "Danh sách đã ghim",
    "letter": "Thư đã gửi hoặc chờ gửi",
    "reminder": "Nhắc việc",
    "notice": "Thông báo trong phần mềm",
    "incoming_answer": "Thư trả lời",
    "figure_subscription": "Số liệu nhận qua thư",
    "event": "Nhật ký nhiệm vụ do mình làm",
    "comment": "Trao đổi",
    "submission": "Báo cáo hoàn thành",
    "extension": "Xin và quyết định gia hạn",
    "evidence": "Tệp minh chứng đã gửi",
    "assignment": "Nhiệm vụ được phân công",
    "assignee_interval": "Thời gian giữ nhiệm vụ",
    "occurrence": "Kỳ báo cáo đã gửi",
    "indicator_entry": "Số liệu báo cáo đã nhập",
    "request_record": "Yêu cầu đã gửi (chống gửi hai lần)",
    "import_batch": "Tệp đã nhập",
    "inspection": "Cuộc kiểm tra đã lập",
    "report": "Báo cáo đã lập, đã chốt",
    "frozen_report": "Báo cáo đã chốt",
    "frozen_period": "Số liệu đã chốt",
    "freeze_request": "Đề nghị điều chỉnh số liệu đã chốt",
    "report_template": "Mẫu báo cáo đã tải lên",
    "report_waiver": "Lý do giữ nguyên khi kiểm tra báo cáo",
    "check_waiver": "Lý do chấp nhận khi kiểm tra báo cáo khác",
    "scoring_proof": "Tài liệu chấm điểm đã thêm",
}
"""The words for each table; the copy is a Vietnamese paper."""

PERSONAL_DATA_HEAD = """DỮ LIỆU CÁ NHÂN CỦA {name} (tên đăng nhập: {login})
Tại: {place}. Lập lúc {at:%H:%M ngày %d/%m/%Y}.

Tệp du-lieu.json chứa cùng nội dung cho máy đọc. Mật khẩu, khóa và mã không có trong bản sao: hệ thống chỉ giữ dấu vết
không đọc ngược được của chúng.
"""


def copy_of_own_data(work: UnitOfWork) -> bytes:
    """Return a zip with `du-lieu.json` and `du-lieu.txt`: everything held about the actor; a line notes the taking."""
    person = work.session.get(Person, work.actor.user_id)
    if person is None:
        raise Refusal(Reason.NOT_FOUND)
    account_log.record_account_event(work, person.id, AccountChange.DATA_COPIED)
    work.session.flush()
    held = list_rows_about(work.session, person)
    head = PERSONAL_DATA_HEAD.format(
        name=person.name,
        login=person.login,
        place=installation.get_authority_name(work.session) or "–",
        at=work.now.astimezone(VIETNAM),
    )
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as bundle:
        bundle.writestr("du-lieu.json", json.dumps(held, ensure_ascii=False, indent=1))
        bundle.writestr("du-lieu.txt", format_personal_data(head, held))
    return packed.getvalue()


def format_personal_data(head: str, held: Mapping[str, Sequence[Mapping[str, Any]]]) -> str:
    """Return the rows as a text with a heading for each kind."""
    parts = [head]
    for table, rows in held.items():
        parts.append(f"\n== {PERSONAL_TABLE_WORDS[table]} ({len(rows)}) ==")
        for row in rows:
            said = (f"{name}: {value}" for name, value in row.items() if value not in (None, "", [], {}))
            parts.append("- " + "; ".join(said))
    return "\n".join(parts) + "\n"
