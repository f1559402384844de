"""Names after «@» are people who may read the task, or are said to be nobody's."""

from __future__ import annotations

import pytest

from tracker.rules.mentions import Reader, mentioned
from tracker.rules.refusals import Reason, Refusal

READERS = (
    Reader(1, "Nguyễn Văn An", "vanphong"),
    Reader(2, "Nguyễn Văn", "noivu"),
    Reader(3, "Lê Hoà", "tuha"),
    Reader(4, "Trần Thị Mai", "mai1"),
    Reader(5, "Trần Thị Mai", "mai2"),
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("nhờ @Nguyễn Văn An xem giúp", {1}),
        ("@nguyễn văn, và @vanphong.", {1, 2}),
        ("@Lê Hòa", {3}),
        ("thư gửi a@b.vn, không nhắc ai; 5 @ 6", set()),
        ("@mai1 @mai2", {4, 5}),
    ],
)
def test_the_longest_name_is_meant(text: str, expected: set[int]) -> None:
    assert mentioned(text, READERS) == expected


@pytest.mark.parametrize(
    ("text", "reason"), [("@Phạm Ai", Reason.MENTION_UNKNOWN), ("@Trần Thị Mai", Reason.MENTION_AMBIGUOUS)]
)
def test_a_name_that_is_nobodys_or_two_peoples_is_asked_about(text: str, reason: Reason) -> None:
    with pytest.raises(Refusal) as refused:
        mentioned(text, READERS)

    assert (refused.value.reason, refused.value.field) == (reason, "text")
