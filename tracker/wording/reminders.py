"""The words of the rules of reminding, of what is to come, and of what somebody chose for themselves."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.wording.sentence import say, words

WORK_WORDS: Mapping[str, str] = words(
    {
        "plan": "Nhiệm vụ theo kế hoạch",
        "directive": "Ý kiến chỉ đạo",
        "recurring": "Việc định kỳ (từng kỳ)",
        "urgent": "Việc khẩn, thượng khẩn, hỏa tốc",
    }
)
"""The kinds of work that have rules of their own."""

RULE_WORDS: Mapping[str, str] = words(
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

STEP_WORDS: Mapping[str, str] = words(
    {
        "escalation_head": "Thủ trưởng đơn vị",
        "escalation_office": "Đơn vị theo dõi",
        "escalation_leader": "Lãnh đạo UBND",
    }
)
"""Who is told at each step above late work."""

AGE_WORDS: Mapping[str, str] = words(
    {
        "week": "1–7 ngày",
        "month": "8–30 ngày",
        "quarters": "31–120 ngày",
        "longer": "Trên 120 ngày",
    }
)
"""Groups of days late, in calendar days."""

ISSUED = say("Đã ghi công văn {reference} vào {count} nhiệm vụ quá hạn và báo cho đơn vị.")
TRIAL_SUBJECT = "[Theo dõi nhiệm vụ] Thư thử"
TRIAL_TEXT = "Đây là thư thử. Nhận được thư này nghĩa là việc gửi thư nhắc đang hoạt động."
RULE_KEPT = say("Đã lưu quy tắc nhắc việc, có hiệu lực từ ngày {day}.")
OWN_KEPT = say("Đã lưu lựa chọn nhắc việc.")
TRIAL_QUEUED = say(
    "Đã xếp thư thử gửi đến {address}. Thư đi trong lượt gửi tới, từ 7 giờ đến 18 giờ ngày làm việc."
)
SENT_AGAIN = say("Thư sẽ được gửi lại trong lượt gửi tới; việc nào không còn cần nhắc sẽ được bỏ ra.")
