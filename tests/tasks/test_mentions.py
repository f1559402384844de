"""Names after «@» are people who may read the task, or are said to be nobody's."""

from __future__ import annotations

import pytest

from tracker.core.refusals import Reason, Refusal
from tracker.tasks.comments import MentionCandidate, find_mentioned_people

READERS = (
    MentionCandidate(1, "Nguyễn Văn An", "vanphong"),
    MentionCandidate(2, "Nguyễn Văn", "noivu"),
    MentionCandidate(3, "Lê Hoà", "tuha"),
    MentionCandidate(4, "Trần Thị Mai", "mai1"),
    MentionCandidate(5, "Trần Thị Mai", "mai2"),
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
    assert find_mentioned_people(text, READERS) == expected


@pytest.mark.parametrize(
    ("text", "reason"), [("@Phạm Ai", Reason.MENTION_UNKNOWN), ("@Trần Thị Mai", Reason.MENTION_AMBIGUOUS)]
)
def test_a_name_that_is_nobodys_or_two_peoples_is_asked_about(text: str, reason: Reason) -> None:
    with pytest.raises(Refusal) as refused:
        find_mentioned_people(text, READERS)

    assert (refused.value.reason, refused.value.field) == (reason, "text")
