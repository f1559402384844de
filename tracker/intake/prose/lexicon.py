"""The words by which a sentence of a directive is taken apart: names of units, verbs of duties, orders.

Who is told to do something: «Giao … chủ trì, phối hợp với …», «Phòng Tư pháp: …», «… có trách nhiệm …».

Where a sentence names a deadline, and which of its days are only days of other papers.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass

_VERBS = """
ap dung, bam sat, ban giao, ban hanh, bao cao, bao dam, bao ve, bien soan, bo sung, bo tri,
boi duong, can, can cu, can doi, cap, cap nhat, cham, chan chinh, chi dao, chi tra, chinh trang,
cho, chu dong, chu trong, chuan bi, chuyen, cong bo, cong khai, cu, cung cap, dang ky, dang tai,
danh gia, dao tao, dau tu, day manh, day nhanh, de nghi, de ra, de xuat, den, dieu chinh, dieu tra,
doi chieu, don doc, dong vien, dua, duy tri, giai quyet, giam sat, giao, gui, ho tro, hoan chinh,
hoan thanh, hoan thien, hop, huong dan, huy dong, khac phuc, kham, khan truong, khao sat, kho soat,
khoi cong, kiem diem, kiem ke, kiem soat, kiem tra, kien toan, kip thoi, ky, lam, lam ro, lap,
lay y kien, len, lien he, luu y, mo, mua sam, nang cao, nang cap, nghiem thu, nghiem tuc,
nghien cuu, nhap, niem yet, nop, phai, phan cong, phan dau, phat dong, phat hanh, phat huy,
phe duyet, pho bien, phoi hop, quan ly, quan tam, quan triet, quyet dinh, quyet toan, ra quan,
ra soat, sap xep, sat hach, so ket, so tan, som, sua chua, tang cuong, tap hop, tap huan, tap trung,
tham dinh, tham gia, tham muu, thanh lap, thanh toan, thanh tra, thao go, theo doi, thi cong,
thong bao, thong ke, thong tin, thu thap, thuc day, thuc hien, thuong xuyen, tich cuc, tien hanh,
tiep nhan, tiep thu, tiep tuc, to chuc, to giac, tong hop, tong ket, tra loi, trien khai, trinh,
truc, truyen, tu cham, tu danh gia, tu kiem tra, tuyen dung, tuyen duong, tuyen truyen, ung dung,
van dong, van hanh, vao cuoc, xac minh, xay dung, xem xet, xin y kien, xu ly, xuat ban, yeu cau
"""
_UNITS = (
    r"(?:các|những|toàn thể|tất cả các|\d{1,2}) "
    r"(?=cơ quan|phòng|đơn vị|địa phương|xã|phường|ban|trường|ngành|thành viên|Phòng|Ban)",
    r"Các (?=cơ quan|phòng|đơn vị|địa phương|xã|phường|ban|trường|ngành|thành viên|Phòng|Ban)",
    r"Tất cả các |UBND|U[ỷy] ban nhân dân|Ủy ban nhân dân",
    r"[Pp]hòng [A-ZĐ]|P\.|P(?:NV|TP|YT)\b|Ban [A-ZĐ]|BQLDA|Văn phòng|VP\b|VPUB",
    r"Trung tâm|TT\b|TTHCC|Thanh tra (?:thị|huyện|thành|tỉnh)|Đội [A-ZĐ]",
    r"[Tt]hủ trưởng|Chủ tịch (?:UBND|Ủy ban|Uỷ ban)|Trưởng (?:[Pp]hòng|[Bb]an|các)|Giám đốc|Chánh |Lãnh đạo",
    r"[Đđ]ồng chí|Công an|(?:UB|Ủy ban |Uỷ ban )?MTTQ|Mặt trận|Hội [A-ZĐ]|Liên đoàn|Kho bạc|Chi cục",
    r"Bảo hiểm xã hội|Thường trực|Thị ủy|Tổ (?:công tác|giúp việc|[A-ZĐ])|Đoàn ",
    r"[Qq]uý (?:phòng|đơn vị|cơ quan)|Cơ quan (?:thường trực|chuyên môn)|Đơn vị|[XxPp](?:ã|hường) [A-ZĐ]",
)

VERB = re.compile(rf"(?:{'|'.join(' '.join(_VERBS.split()).split(', '))})\b", re.ASCII)
"""Accent-folded verbs with which a duty begins, after the names of those who have it."""

STOP = re.compile(
    r"(?:truoc|cham nhat|muon nhat|trong|dinh ky|hang|moi|thu \w+ hang|tu ngay|sau khi|khi|ngay|nhanh chong"
    r"|dong thoi|da|dang|con|co nhiem vu|duoc|se|khong|rieng|la|theo)\b",
    re.ASCII,
)
"""Other words that end a list of names: times, and what only tells how things stand."""

STATE_PATTERN = re.compile(r"\s*(?:da|dang|con|duoc|se|khong|xep|dat|chua)\b", re.ASCII)
"""After the names: a report of how things stand and not a duty."""

UNIT_PATTERN = re.compile("|".join(_UNITS))
"""How the name of a unit, of its head or of many units begins, as printed."""

OWN_LEADERS_PATTERN = re.compile(
    r"(?:chu tich )?(?:ubnd|uy ban nhan dan) (?:thi xa|tx|huyen|thanh pho|tinh)\b(?! \w+ ?-)", re.ASCII
)
"""The committee itself, which gives duties and gets none here."""

ORDER_PATTERN = re.compile(
    r"\b(?:thong nhat )?(?:giao(?: nhiem vu cho| cho)?|yeu cau|de nghi|phan cong|chi dao|chi thi|moi)"
    r"(?: doi voi)?:? ",
    re.ASCII,
)
FOR = re.compile(r"(?:doi voi|rieng|ve phia) ", re.ASCII)
ROLE = re.compile(
    r"\s*,?\s*(?:(?:la (?:co quan|don vi|dau moi)|lam dau moi|co trach nhiem|chiu trach nhiem|co nhiem vu"
    r"|chu tri|chu dong(?=,? phoi hop))(?:\s*,\s*(?=phoi|chu)|\s+(?:va )?|$|(?=[:.;])))+",
    re.ASCII,
)
COORDINATION_PATTERN = re.compile(r"\s*,?\s*(?:va )?phoi hop(?: chat che)?(?: voi| cung)? ", re.ASCII)
PROTECTED = re.compile(
    r"Ban Quản lý dự án(?: đầu tư)?(?: xây dựng)?(?: khu vực)?(?: thị xã)?"
    r"|Giáo dục nghề nghiệp - Giáo dục thường xuyên"
    r"|[Cc]huyên (?:môn|trách)|Tiếp nhận và [Tt]rả kết quả(?: hiện đại)?|một cửa"
)
"""Parts of names that look like verbs."""

CLAUSE_END = re.compile(
    r"(?<![\s(]TP)(?<![\s(][A-ZĐ])(?:\./\.|[.;])\s+|;\s*"
    r"|,\s+(?:đồng thời )?(?=giao (?:UBND|Phòng|Văn phòng|Ban|Trung tâm|các))"
)
CLOSING = re.compile(
    r"nghiem tuc,? (?:to chuc |trien khai ,?|quan triet,? )*(?:trien khai|thuc hien)(?:,? thuc hien)?"
    r"(?: tot| day du| cac)*(?: noi dung| chi thi| cong van| thong bao| ke hoach| ket luan| quyet dinh"
    r"| cong dien|[ ./]*$)"
    r"|chiu trach nhiem (?:thi hanh|truoc)|(?:co|neu (?:co|gap)|phat sinh) (?:kho khan|vuong mac)"
    r"|thong bao (?:den|de)\b.*\bbiet"
    r"|can cu (?:chi thi|cong van|thong bao|ke hoach|quyet dinh|noi dung|ket luan) .*(?:thuc hien|trien khai)"
    r"[ .]*$",
    re.ASCII,
)
"""Sentences that close every paper and give nobody anything to do."""
MONITOR = re.compile(
    r"(?:co trach nhiem |giup .{3,40} )?(?:theo doi|don doc|kiem tra)\b[^.;]*\b(?:thuc hien|trien khai)\b", re.ASCII
)
BARE = re.compile(r"(?:to chuc |trien khai |tham muu )?(?:thuc hien|trien khai|chu tri)?[\s./]*", re.ASCII)
ORDERED = re.compile(
    r"\b(?:yeu cau|chi thi|giao|chi dao|de nghi|ket luan|y kien|nhu sau|(?:cac )?(?:noi dung|nhiem vu)(?: sau)?)\b"
    r"[^:]*:$",
    re.ASCII,
)
IMPERATIVE = re.compile(
    r"(?:khan truong|tiep tuc|tang cuong|day manh|tap trung|to chuc|ra soat|bao cao|xay dung|trien khai"
    r"|thuc hien|kiem tra|hoan thanh|chuan bi|cap nhat|lap|cong khai|niem yet|ban hanh|tham muu|tong hop"
    r"|nang cao|cu|bo tri|khac phuc|xu ly|chu dong|thong ke)\b",
    re.ASCII,
)
LABEL = re.compile(
    r"(?P<lead>(?:(?:don vi|co quan|bo phan) )?(?:chu tri|thuc hien|phu trach)(?: thuc hien)?)\s*:"
    r"|(?P<beside>(?:(?:don vi|co quan) )?phoi hop(?: thuc hien)?)\s*:"
    r"|(?P<term>(?:thoi gian|thoi han|tien do)(?: (?:hoan thanh|thuc hien|bao cao))?)\s*:"
    r"|(?P<product>san pham|ket qua|kinh phi|ghi chu)\b[^:]{0,30}:",
    re.ASCII,
)

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
        rf"{_AMOUNT}\b(?! (?:dau|cuoi) nam)(?:,? (?:ke tu|tinh tu|sau khi|sau ngay|tu khi|tu ngay)\b[^,;.]*)?",
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
class DeadlineMention:
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


def find_moments(text: str) -> tuple[DeadlineMention, ...]:
    """Return the deadline phrases of a clause in order; days of cited papers are none.

    A period («trong quý I») that stands beside an exact day is the subject of the work and not its end.
    """
    plain = fold_in_place(text)
    if labelled := _LABELLED.match(plain.rstrip(" .;")):
        return (DeadlineMention("label", labelled.start("rest"), labelled.end("rest")),)
    for cited in _CITED:
        plain = cited.sub(lambda match: "#" * len(match[0]), plain)
    found: list[DeadlineMention] = []
    for kind, pattern in _COMPILED:
        for match in pattern.finditer(plain):
            start, end = match.start(), match.start() + len(match[0].rstrip())
            if kind == "standing" and not _stands_alone(plain, start, end):
                continue
            found.append(DeadlineMention(kind, start, end))
            plain = plain[:start] + "#" * (end - start) + plain[end:]
    if any(moment.kind in {"day", "range"} for moment in found):
        found = [moment for moment in found if moment.kind != "period"]
    return tuple(sorted(found, key=lambda moment: moment.start))


def _stands_alone(plain: str, start: int, end: int) -> bool:
    """Tell whether «thường xuyên» says when, and is not an adjective («nhiệm vụ thường xuyên của …»)."""
    return not plain[:start].strip(" -+") or bool(_STANDING_END.match(plain[end:])) or "," in plain[start:end]


_LONGEST_LIST = 260
"""Letters; a longer run of names is a sentence that only looks like one."""


@dataclass(frozen=True, slots=True)
class AddresseePhrase:
    """The words that say who leads and who helps, and where the duty itself begins in the clause.

    `start` and `end` are the place of the lead's names; the duty may be empty, as in a heading.
    """

    lead: str
    start: int
    end: int
    coordinating: str
    duty_from: int
    is_ordered: bool = False


class AddresseeReader:
    """Finds addresses; knows the names of the office, in which a word may look like a verb."""

    def __init__(self, names: Iterable[str] = ()) -> None:
        known = sorted({name for name in names if len(name) > 4}, key=len, reverse=True)
        self._known = re.compile("|".join(re.escape(fold_in_place(name)) for name in known) or r"(?!)")

    def find(self, clause: str) -> AddresseePhrase | None:
        """Return who is addressed by a clause, if anybody is."""
        plain = fold_in_place(clause)
        for order in ORDER_PATTERN.finditer(plain):
            if UNIT_PATTERN.match(clause, order.end()) and not OWN_LEADERS_PATTERN.match(plain, order.end()):
                found = self._from(clause, plain, order.end(), is_ordered=True)
                if found is not None:
                    return found
        for start in _openings(clause, plain):
            if UNIT_PATTERN.match(clause, start) and not OWN_LEADERS_PATTERN.match(plain, start):
                found = self._from(clause, plain, start)
                if found is not None:
                    return found
        return None

    def helpers(self, clause: str) -> tuple[str, int]:
        """Return the coordinating names a duty opens with («Chủ trì, phối hợp với …»), and where it begins."""
        plain = fold_in_place(clause)
        start = _after(ROLE, plain, 0)
        beside = COORDINATION_PATTERN.match(plain, start)
        if beside is None or not UNIT_PATTERN.match(clause, beside.end()):
            return "", start
        end = self._list_end(clause, plain, beside.end())
        return clause[beside.end() : end].strip(" ,"), _after(ROLE, plain, end)

    def _from(self, clause: str, plain: str, start: int, *, is_ordered: bool = False) -> AddresseePhrase | None:
        end = self._list_end(clause, plain, start)
        lead = clause[start:end].strip(" ,.;:-–")
        if not lead or end - start > _LONGEST_LIST:
            return None
        duty = _after(ROLE, plain, end)
        helpers = ""
        beside = COORDINATION_PATTERN.match(plain, duty)
        if beside and UNIT_PATTERN.match(clause, beside.end()):
            last = self._list_end(clause, plain, beside.end())
            helpers, duty = clause[beside.end() : last].strip(" ,"), _after(ROLE, plain, last)
        colon = re.match(r"\s*[:,–-]\s*", clause[duty:])
        if colon:
            duty += colon.end()
            if not helpers:
                helpers, more = self.helpers(clause[duty:])
                duty += more
        is_cut_short = duty == end and bool(clause[duty:].strip(" .;"))
        if STATE_PATTERN.match(plain, duty) or (is_cut_short and not self._is_verb(clause, plain, duty)):
            return None
        return AddresseePhrase(lead, start, start + len(clause[start:end].rstrip(" ,.;:-–")), helpers, duty, is_ordered)

    def _is_verb(self, clause: str, plain: str, place: int) -> bool:
        while place < len(clause) and not clause[place].isalnum():
            place += 1
        return bool(VERB.match(plain, place) or STOP.match(plain, place))

    def _list_end(self, clause: str, plain: str, start: int) -> int:
        """Return where a list of names gives way to a verb, a colon or a time."""
        place = start
        while place < len(clause):
            if protected := (self._known.match(plain, place) or PROTECTED.match(clause, place)):
                place = protected.end()
                continue
            if clause[place] == ":" or (clause[place] in ".;" and place + 1 >= len(clause)):
                return place
            is_word = place > start and not clause[place - 1].isalnum() and clause[place].islower()
            if is_word and (VERB.match(plain, place) or STOP.match(plain, place) or ROLE.match(plain, place)):
                return place
            place += 1
        return len(clause)


def _openings(clause: str, plain: str) -> list[int]:
    """Return where names may begin without an order: at the start, after «Đối với», after a label."""
    starts = [0]
    if match := FOR.match(plain):
        starts = [match.end()]
    if time := re.match(r"(?:truoc|cham nhat|trong|dinh ky|hang)\b[^,]{3,60}, ", plain):
        starts.append(time.end())
    label = re.match(r"[^:]{3,90}: ", clause)
    if label:
        starts.append(label.end())
    if about := re.match(r"(?:de|nham|ve)\b[^,:]{3,200}, ", plain):
        starts.append(about.end())
    return starts


def _after(pattern: re.Pattern[str], plain: str, place: int) -> int:
    match = pattern.match(plain, place)
    end = match.end() if match else place
    while end < len(plain) and plain[end] == " ":
        end += 1
    return end
