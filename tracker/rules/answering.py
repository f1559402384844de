"""Answers by mail: the address that leads one person's answer to one task, and nobody else's.

The address carries a seal over task and person, so that an answer is taken only by who was written to; what is said in
it changes no state, it becomes a comment.
"""

from __future__ import annotations

import enum
import hashlib
import hmac
import re
from dataclasses import dataclass

from tracker.rules.text import fold


class AnswerOutcome(enum.StrEnum):
    """What became of a letter that came in."""

    TAKEN = "taken"
    SEEN_BEFORE = "seen_before"
    AUTOMATIC = "automatic"
    NOT_FOR_US = "not_for_us"
    OTHER_SENDER = "other_sender"
    NOTHING_NEW = "nothing_new"
    NO_ACCESS = "no_access"


SEAL_LENGTH = 20
_TAG = re.compile(r"(?P<assignment>\d{1,10})\.(?P<person>\d{1,10})\.(?P<seal>[0-9a-f]{20})")
_GREATEST_KEY = 2**31 - 1
_DONE = re.compile(
    r"(da |chung toi da |don vi da )?(xong|hoan thanh|thuc hien xong|done|completed|finished)\b"
)
_NOT_DONE = re.compile(r"(xong|hoan thanh|done|completed|finished)\W{0,3}(chua|khong|truoc|not\b)|\?")


def says_done(text: str) -> bool:
    """Tell whether an answer begins by saying that the work is done; a comment reports nothing, so that is answered."""
    first = fold(text.strip().split("\n", 1)[0])
    return bool(_DONE.match(first)) and not _NOT_DONE.search(first)


@dataclass(frozen=True, slots=True)
class AnswerDesk:
    """Where answers go: `address` is a mailbox that takes anything behind «+»; `house_key` makes the seals.

    Seals made with `former_keys` are still read: letters with them are in people's mailboxes.
    """

    address: str
    house_key: str
    former_keys: tuple[str, ...] = ()

    def address_for(self, assignment_id: int, person_id: int) -> str:
        """Return the address for the answers of one person about one assignment."""
        local, _, domain = self.address.rpartition("@")
        return (
            f"{local}+{assignment_id}.{person_id}.{_seal(self.house_key, assignment_id, person_id)}@{domain}"
        )

    def read(self, address: str) -> tuple[int, int] | None:
        """Return assignment and person of such an address; None when it is not one of ours."""
        local, _, domain = address.strip().lower().rpartition("@")
        own_local, _, own_domain = self.address.lower().rpartition("@")
        box, plus, tag = local.partition("+")
        found = _TAG.fullmatch(tag) if plus and (box, domain) == (own_local, own_domain) else None
        if found is None:
            return None
        assignment_id, person_id = int(found["assignment"]), int(found["person"])
        if max(assignment_id, person_id) > _GREATEST_KEY:
            return None
        sealed = any(
            hmac.compare_digest(found["seal"], _seal(key, assignment_id, person_id))
            for key in (self.house_key, *self.former_keys)
        )
        return (assignment_id, person_id) if sealed else None


def _seal(key: str, assignment_id: int, person_id: int) -> str:
    said = f"answer:{assignment_id}:{person_id}".encode()
    return hmac.new(key.encode(), said, hashlib.sha256).hexdigest()[:SEAL_LENGTH]
