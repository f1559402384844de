"""Ready lists: the questions leaders ask, each one address that stays true day after day."""

from __future__ import annotations

from urllib.parse import urlencode

from flask import url_for

from tracker.rules.permissions import Permission, scope
from tracker.transaction import Work
from tracker.web.selections import UNIT_ROLES
from tracker.wording.selecting import READY_WORDS

Conditions = dict[str, str | list[str]]
OPEN, OVERDUE, SHARES = "dang-lam", "open_overdue", "luot-giao"


def ready(work: Work) -> list[tuple[str, str]]:
    """Return the ready lists of the actor, each as its name and its address."""
    home = url_for("tasks.index")
    offered = {**_own(work), **_for_all()}
    return [
        (words, f"{home}?{urlencode(offered[name], doseq=True)}")
        for name, words in READY_WORDS.items()
        if name in offered
    ]


def _own(work: Work) -> dict[str, Conditions]:
    found: dict[str, Conditions] = {}
    unit_ids = sorted({post.unit_id for post in work.actor.posts if post.role in UNIT_ROLES and post.unit_id})
    if unit_ids:
        found["viec-cua-toi"] = {"cua-toi": "co", "ket-qua": OPEN, "dem": SHARES}
        found["phoi-hop"] = {"phoi-hop": str(unit_ids[0]), "ket-qua": OPEN, "dem": SHARES}
    if scope(work.actor, Permission.EXTENSION_DECIDE):
        found["cho-toi-quyet-dinh"] = {"gia-han": "cho", "dem": SHARES}
    confirms = scope(work.actor, Permission.TASK_CONFIRM)
    if confirms:
        origins = (
            []
            if confirms.everywhere or not confirms.origins
            else [origin.value for origin in sorted(confirms.origins)]
        )
        found["cho-xac-nhan"] = {"trang-thai": "submitted", "nguon": origins, "dem": SHARES}
    return found


def _for_all() -> dict[str, Conditions]:
    return {
        "qua-han": {"ket-qua": OVERDUE, "sap-xep": "don-vi", "dem": SHARES},
        "tuan-nay": {"han": "tuan-nay", "ket-qua": OPEN, "dem": SHARES},
        "sap-den-han": {"han": "5-ngay-lam-viec-toi", "ket-qua": "open_in_time", "dem": SHARES},
        "chua-tiep-nhan": {"giao": "2-ngay-lam-viec-truoc", "trang-thai": "assigned", "dem": SHARES},
        "khong-han": {"ket-qua": "open_no_deadline", "dem": SHARES},
        "gia-han-nhieu": {"gia-han-tu": "3", "dem": SHARES},
        "kho-khan": {"kho-khan": "co", "ket-qua": OPEN, "dem": SHARES},
    }
