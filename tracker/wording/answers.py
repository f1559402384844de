"""The words of answers by mail."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

OUTCOME_WORDS: Mapping[str, str] = MappingProxyType(
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

BY_MAIL = "trao đổi qua thư"
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
