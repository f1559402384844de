"""The words of notices and comments."""

from __future__ import annotations

from tracker.wording.sentence import say

MENTIONED = say("nhắc đến anh/chị trong trao đổi")
COMMENTED = say("viết trao đổi")
COMMENT_WORDS, WITHDRAWN_WORDS = say("Trao đổi"), say("Trao đổi đã được người viết thu hồi")
COMMENT_WRITTEN = say("Đã gửi trao đổi. Có thể sửa trong 15 phút.")
COMMENT_CORRECTED, COMMENT_WITHDRAWN = say("Đã sửa trao đổi."), say("Đã thu hồi trao đổi.")
EDITED, CORRECT, WITHDRAW = say("Đã sửa lúc"), say("Sửa"), say("Thu hồi")
