"""The words of notices and comments."""

from __future__ import annotations

MENTIONED = "nhắc đến anh/chị trong trao đổi"
COMMENTED = "viết trao đổi"
COMMENT_WORDS, WITHDRAWN_WORDS = "Trao đổi", "Trao đổi đã được người viết thu hồi"
EDITED = "Đã sửa lúc"
