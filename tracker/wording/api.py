"""What other programs are told when they ask wrongly."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.rules.refusals import Reason
from tracker.wording.sentence import words

EXPECTED: Mapping[str, str] = {
    "day": "một ngày dạng 2021-11-10",
    "instant": "một thời điểm dạng 2021-11-10T07:30:00+07:00",
    "number": "số nguyên từ {least} đến {most}",
    "choice": "một trong: {choices}",
    "text": "chữ, dài nhất {longest} ký tự",
}

API_REFUSALS: Mapping[Reason, str] = words(
    {
        Reason.ARGUMENT_WRONG: "Tham số “{name}” phải là {expected}.",
        Reason.ARGUMENT_UNKNOWN: "Không có trường “{name}”. Xem /api/v1/openapi.json.",
        Reason.BODY_WRONG: "Thân yêu cầu phải là một đối tượng JSON, kèm Content-Type: application/json.",
        Reason.VERSION_MISSING: "Gửi kèm tiêu đề If-Match với ETag của nhiệm vụ đã xem.",
        Reason.TOKEN_WRONG: "Gửi kèm tiêu đề Authorization: Bearer với khóa còn hiệu lực.",
        Reason.SCOPE_MISSING: "Chọn ít nhất một quyền cho khóa này.",
        Reason.SCOPE_TOO_SMALL: "Khóa này không có quyền “{scope}”. Tạo khóa khác ở mục Tài khoản của tôi.",
    }
)

SCOPE_WORDS: Mapping[str, str] = words(
    {
        "tasks:read": "Xem nhiệm vụ và nhật ký",
        "tasks:write": "Tiếp nhận, cập nhật, báo cáo nhiệm vụ",
        "statistics:read": "Xem số liệu",
        "reports:read": "Lập dự thảo báo cáo",
        "imports:write": "Nhập kế hoạch, sổ theo dõi",
    }
)
"""What a token opens."""
