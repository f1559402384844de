"""Where a sentence names a deadline, and which of its days are only days of other papers."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

_DAY = r"(?:ngay )?\d{1,2}(?:/|-|\.| thang )\d{1,2}(?:(?:/|-|\.|,? nam )\d{4})?(?!\d)"
_YEAR = r"(?:(?:/|-|,? nam )\d{4})?"
_MONTH = rf"thang \d{{1,2}}(?![/-]\d{{1,2}}/){_YEAR}"
_QUARTER = rf"quy (?:iv|i{{1,3}}|[1-4])\b{_YEAR}"
_STRETCH = r"(?:0?6|0?9|0?3|sau|chin) thang (?:dau|cuoi) nam(?: \d{4})?|nam \d{4}|nam nay"
_PART = rf"(?:dau|giua|cuoi) (?:{_MONTH}|{_QUARTER}|nam(?: \d{{4}})?)"
_WEEK = rf"tuan (?:dau|cuoi|thu \w+|\d)(?: cua)? {_MONTH}"
_POINT = rf"(?:{_DAY}|{_WEEK}|{_PART}|{_STRETCH}|{_MONTH}|{_QUARTER})"
_POINTS = rf"{_POINT}(?:(?:, va |, | va ){_POINT})*"
_HOUR = r"(?:\d{1,2} ?(?:gio|h|g)(?: ?\d{2})?(?: phut)?,? )"
_BY = (
    r"(?:truoc|cham nhat(?: la)?(?: vao| den| trong)?|muon nhat(?: la| vao)?|khong qua|khong muon hon"
    r"|den het|han (?:cuoi|chot)(?: la)?)"
)
_RHYTHM = r"(?:thang|quy|tuan|nam|6 thang|thu \w+ hang tuan)"
_AMOUNT = r"\d{1,3} ?(?:\(\w+(?: \w+)?\) )?(?:ngay lam viec|ngay|gio lam viec|gio|tuan|thang)"

_FINDERS = (
    ("range", rf"tu {_DAY} den(?: het)? {_DAY}|tu {_MONTH} den(?: het)? {_MONTH}"),
    (
        "rhythm",
        r"(?:(?:dinh ky )?(?:hang|moi) (?:thang|quy),? )?(?:truoc |cham nhat (?:la |vao )?|vao )?"
        rf"{_HOUR}?ngay \d{{1,2}} (?:hang thang|moi thang|(?:cua )?thang cuoi (?:quy|ky)|cua (?:moi )?thang)",
    ),
    (
        "rhythm",
        r"(?:dinh ky )?(?:hang|moi) (?:thang|quy),? (?:truoc|cham nhat(?: la| vao)?|vao) ngay \d{1,2}(?![\d/])",
    ),
    ("rhythm", rf"(?:(?:truoc|vao) )?{_HOUR}?(?:ngay )?thu (?:\w+) (?:hang|moi) tuan"),
    ("rhythm", r"dinh ky (?:(?:hang|moi) )?(?:thang|quy|tuan|6 thang|nam)(?:,? (?:va )?(?:quy|6 thang|nam)\b)*"),
    ("rhythm", r"\b(?:hang|moi) (?:thang|quy|tuan)\b(?: (?:mot|0?1) lan\b)?|(?:0?1|mot) lan/(?:thang|quy|tuan)"),
    (
        "relative",
        rf"(?:(?:trong|cham nhat|khong qua|toi da|sau)(?: vong| thoi han| thoi gian| la)?(?: sau)? )"
        rf"{_AMOUNT}\b(?:,? (?:ke tu|tinh tu|sau khi|sau ngay|tu khi|tu ngay)\b[^,;.]*)?",
    ),
    ("day", rf"{_BY} {_HOUR}?{_POINTS}"),
    ("day", rf"(?:trong|vao) {_HOUR}?{_DAY}"),
    ("day", rf"{_BY} {_HOUR}{_DAY}|(?<!tinh )(?<!co )den {_DAY}"),
    (
        "period",
        rf"(?:trong|vao|hoan thanh|xong) (?:{_WEEK}|{_PART}|{_STRETCH}|{_MONTH}|{_QUARTER})"
        rf"(?:(?:, | va )(?:{_MONTH}|{_QUARTER}))*",
    ),
    ("day", r"(?:hoan thanh )?(?:ngay )?trong (?:ngay|hom nay)(?= ?(?:[,;.]|$))"),
    (
        "waiting",
        r"(?:ngay )?sau khi (?:co|duoc|nhan duoc)\b[^,;.]*"
        r"|\bkhi (?:co (?:yeu cau|van ban|huong dan)|phat sinh)\b[^,;.]*",
    ),
    ("standing", r"\bthuong xuyen(?:,? lien tuc)?(?:,? trong nam)?\b|\b(?:hang|moi) ngay\b|\b(?:ca|suot) nam\b"),
    ("day", r"(?<=, )ngay \d{1,2}/\d{1,2}(?:/\d{4})?(?=[.;]? ?$)"),
)  # fmt: skip
_COMPILED = tuple((kind, re.compile(pattern, re.ASCII)) for kind, pattern in _FINDERS)
_LABELLED = re.compile(
    r"^(?:thoi gian|thoi han|tien do)(?: (?:thuc hien|hoan thanh|bao cao|xong))? ?: ?(?P<rest>.+)$", re.ASCII
)

_OPENERS = "".join(
    f"(?<!{word} )" for word in ("truoc", "nhat", "la", "het", "den", "qua", "trong", "vao", "tu", "han")
)
_ANY_DAY = r"ngay \d{1,2}(?:/|-|\.| thang )\d{1,2}(?:(?:/|-|\.|,? nam )\d{4})?"
_CITED = tuple(
    re.compile(pattern, re.ASCII)
    for pattern in (
        rf"\d{{1,6}}[a-z]?[/-](?:\d{{4}}/)?[a-z][\w&.-]*(?:/[\w.-]+)?,? (?:cua [^,;.]{{1,40}} )?{_OPENERS}{_ANY_DAY}",
        r"\b(?:cong van|quyet dinh|ke hoach|thong bao|chi thi|nghi quyet|luat|thong tu|nghi dinh|to trinh|cong dien"
        r"|van ban|don|cuoc hop|phien hop|hoi nghi|buoi lam viec|ket luan|giay moi|phieu chuyen)\b"
        rf"(?:(?!\b(?:truoc|cham|trong|den)\b)[^,;.()]){{0,90}} {_OPENERS}{_ANY_DAY}",
        rf"\([^()]*hieu luc[^()]*\)|(?:tinh|co so lieu) den(?: het)? {_ANY_DAY}|ke tu {_ANY_DAY}",
        rf"(?:so lieu|ky bao cao|giai doan|phat sinh|tinh)\b[^,;.]{{0,40}}? tu {_ANY_DAY} den(?: het)? {_ANY_DAY}",
        r"\d{1,6}[a-z]?[/-](?:\d{4}/)?[a-z]{2}[\w&.-]*(?:/[\w.-]+)?",
        r"\bgiao duc thuong xuyen\b",
    )
)
_STANDING_END = re.compile(r"^\s*(?:$|[;,.])", re.ASCII)


@dataclass(frozen=True, slots=True)
class Moment:
    """A deadline phrase standing in a text from `start` to `end`."""

    kind: str
    start: int
    end: int


def fold_in_place(text: str) -> str:
    """Return the accent-blind text letter for letter, so that places in both are the same."""
    folded = []
    for char in text:
        bare = unicodedata.normalize("NFD", char.casefold())[:1]
        folded.append("d" if bare == "đ" else bare or char)
    return "".join(folded)


def find_moments(text: str) -> tuple[Moment, ...]:
    """Return the deadline phrases of a clause in order; days of cited papers are none.

    A period («trong quý I») that stands beside an exact day is the subject of the work and not its end.
    """
    plain = fold_in_place(text)
    if labelled := _LABELLED.match(plain.rstrip(" .;")):
        return (Moment("label", labelled.start("rest"), labelled.end("rest")),)
    for cited in _CITED:
        plain = cited.sub(lambda match: "#" * len(match[0]), plain)
    found: list[Moment] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(plain):
            start, end = match.start(), match.start() + len(match[0].rstrip())
            if kind == "standing" and not _stands_alone(plain, start, end):
                continue
            found.append(Moment(kind, start, end))
            plain = plain[:start] + "#" * (end - start) + plain[end:]
    if any(moment.kind in {"day", "range"} for moment in found):
        found = [moment for moment in found if moment.kind != "period"]
    return tuple(sorted(found, key=lambda moment: moment.start))


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Tell whether «thường xuyên» says when, and is not an adjective («nhiệm vụ thường xuyên của …»)."""
    return not plain[:start].strip(" -+") or bool(_STANDING_END.match(plain[end:])) or "," in plain[start:end]
