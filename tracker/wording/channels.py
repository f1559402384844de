"""The words of channels beside mail."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.rules.channels import ChannelKind, Topic
from tracker.wording.sentence import say, words

TOPIC_WORDS: Mapping[Topic, str] = words(
    {
        Topic.ASSIGNED: "Giao, chuyển nhiệm vụ",
        Topic.SUBMITTED: "Báo cáo hoàn thành",
        Topic.CONFIRMED: "Xác nhận hoàn thành",
        Topic.RETURNED: "Trả lại, mở lại",
        Topic.DEADLINE_MOVED: "Gia hạn, đổi hạn",
        Topic.CLOSED: "Thu hồi, dừng, bàn giao, nhập",
        Topic.DUE_SOON: "Sắp đến hạn",
        Topic.DUE_TODAY: "Đến hạn trong ngày",
        Topic.OVERDUE: "Quá hạn",
    }
)
KIND_WORDS: Mapping[ChannelKind, str] = words(
    {
        ChannelKind.WEBHOOK: "Địa chỉ nhận tin (webhook)",
        ChannelKind.GATEWAY: "Cổng Zalo, Telegram, SMS",
    }
)
OPENED, CLOSED = say("Đã bật kênh."), say("Đã tắt kênh. Tin đang chờ được giữ lại.")
TRIED = say("Đã xếp một tin thử. Tin đi trong vòng một phút; xem kết quả ở nhật ký dưới đây.")
NEEDS_TOPIC = say("Chọn ít nhất một loại tin.")


def gateway_title(count: int) -> str:
    """Return all that a gateway is told: how many, and not what or whose."""
    return f"Có {count} việc cần xử lý"
