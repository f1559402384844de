"""The words of notices and comments."""

from __future__ import annotations

MENTIONED = "nhắc đến anh/chị trong trao đổi"
COMMENTED = "viết trao đổi"
COMMENT_WORDS, WITHDRAWN_WORDS = "Trao đổi", "Trao đổi đã được người viết thu hồi"
COMMENT_WRITTEN = "Đã gửi trao đổi. Có thể sửa trong 15 phút."
COMMENT_CORRECTED, COMMENT_WITHDRAWN = "Đã sửa trao đổi.", "Đã thu hồi trao đổi."
EDITED, CORRECT, WITHDRAW = "Đã sửa lúc", "Sửa", "Thu hồi"
