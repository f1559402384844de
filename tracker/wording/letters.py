"""The words of letters and of the process that sends them."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.wording.sentence import words

LETTER_STATE_WORDS: Mapping[str, str] = words(
    {
        "new": "Chờ gửi",
        "sending": "Đang gửi",
        "sent": "Đã gửi",
        "retry": "Sẽ gửi lại",
        "dead": "Không gửi được",
        "obsolete": "Không cần gửi nữa",
    }
)
"""Where a letter stands between the outbox and the mailbox."""

REMINDER_WORDS: Mapping[str, str] = words(
    {
        "escalation_leader": "Quá hạn, báo lãnh đạo",
        "escalation_office": "Quá hạn, báo đơn vị theo dõi",
        "escalation_head": "Quá hạn, báo thủ trưởng đơn vị",
        "overdue": "Quá hạn",
        "due_today": "Đến hạn trong ngày",
        "due_soon": "Sắp đến hạn",
        "evidence_due": "Việc thường xuyên cần minh chứng quý",
        "returned": "Bị trả lại, chưa đạt",
        "not_accepted": "Chưa tiếp nhận",
        "assigned": "Mới giao",
        "waiting_for_confirmation": "Chờ xác nhận",
        "extension_undecided": "Đề nghị gia hạn chưa được quyết định",
    }
)
"""Why a task stands in somebody's digest."""


def round_words(*, is_open: bool, lines: int, people: int, sent: int, retry: int, dead: int) -> str:
    """Say what one round of the scheduler did."""
    said = []
    if lines:
        said.append(f"xếp {lines} việc cần nhắc của {people} người vào thư")
    if sent:
        said.append(f"gửi {sent} thư")
    if retry:
        said.append(f"{retry} thư sẽ gửi lại")
    if dead:
        said.append(f"{dead} thư không gửi được")
    if not said:
        return "Không có việc nào cần nhắc." if is_open else "Ngoài giờ làm việc, không gửi thư."
    sentence = ", ".join(said)
    return f"{sentence[0].upper()}{sentence[1:]}."
