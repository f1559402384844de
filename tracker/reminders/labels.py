"""The words of answers by mail.

The words of letters and of the process that sends them.

The words of the rules of reminding, of what is to come, and of what somebody chose for themselves.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracker.core.i18n import make_message, make_messages

ANSWER_OUTCOME_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "taken": "Đã ghi vào phần trao đổi",
        "seen_before": "Đã nhận trước đó, bỏ qua",
        "automatic": "Thư trả lời tự động, bỏ qua",
        "not_for_us": "Địa chỉ nhận không gắn với nhiệm vụ nào",
        "other_sender": "Gửi từ địa chỉ khác với địa chỉ của tài khoản, không ghi",
        "nothing_new": "Thư không có nội dung mới",
        "no_access": "Người gửi không còn được trao đổi về nhiệm vụ này",
    }
)
"""What became of a letter that came in."""
DONE_SUBJECT = "[Theo dõi nhiệm vụ] Ý kiến qua thư chưa phải là báo cáo hoàn thành"
DONE_TEXT = (
    "Kính gửi ông/bà {name},\n\n"
    "Ý kiến trong thư đã được ghi vào phần trao đổi của nhiệm vụ, nhưng nhiệm vụ chưa được báo cáo hoàn thành.\n"
    "Để báo cáo hoàn thành, mở trang sau, ghi ngày hoàn thành và kết quả:\n{link}\n"
)


def with_attachments(text: str, count: int) -> str:
    """Return the words of an answer, and that its files were left out."""
    if not count:
        return text
    said = f"(Thư có {count} tệp đính kèm, không nhận qua thư; gửi tệp trên trang nhiệm vụ.)"
    return f"{text}\n{said}".strip()


LETTER_STATE_WORDS: Mapping[str, str] = make_messages(
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

REMINDER_WORDS: Mapping[str, str] = make_messages(
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


WORK_WORDS: Mapping[str, str] = make_messages(
    {
        "plan": "Nhiệm vụ theo kế hoạch",
        "directive": "Ý kiến chỉ đạo",
        "recurring": "Việc định kỳ (từng kỳ)",
        "urgent": "Việc khẩn, thượng khẩn, hỏa tốc",
    }
)
"""The kinds of work that have rules of their own."""

REMINDER_RULE_WORDS: Mapping[str, str] = make_messages(
    {
        "before_due": "Nhắc trước hạn",
        "overdue": "Nhắc sau hạn",
        "head": "Báo thủ trưởng đơn vị khi quá hạn",
        "office": "Báo đơn vị theo dõi khi quá hạn",
        "leader": "Báo lãnh đạo UBND khi quá hạn",
        "not_accepted": "Nhắc khi chưa tiếp nhận",
        "not_confirmed": "Nhắc khi báo cáo chưa được xác nhận",
        "undecided": "Nhắc khi đề nghị gia hạn chưa được quyết định",
        "repeat_every": "Nhắc lại sau mỗi",
    }
)
"""What each number of a rule means; all are working days."""

STEP_WORDS: Mapping[str, str] = make_messages(
    {
        "escalation_head": "Thủ trưởng đơn vị",
        "escalation_office": "Đơn vị theo dõi",
        "escalation_leader": "Lãnh đạo UBND",
    }
)
"""Who is told at each step above late work."""
"""Groups of days late, in calendar days."""
TRIAL_SUBJECT = "[Theo dõi nhiệm vụ] Thư thử"
TRIAL_TEXT = "Đây là thư thử. Nhận được thư này nghĩa là việc gửi thư nhắc đang hoạt động."
RULE_SAVED = make_message("Đã lưu quy tắc nhắc việc, có hiệu lực từ ngày {day}.")
OWN_REMINDERS_SAVED = make_message("Đã lưu lựa chọn nhắc việc.")
TRIAL_QUEUED = make_message(
    "Đã xếp thư thử gửi đến {address}. Thư đi trong lượt gửi tới, từ 7 giờ đến 18 giờ ngày làm việc."
)
SENT_AGAIN = make_message("Thư sẽ được gửi lại trong lượt gửi tới; việc nào không còn cần nhắc sẽ được bỏ ra.")
