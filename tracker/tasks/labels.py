"""The words around lists and pages of tasks: filters, columns, details of the event log.

The reform areas of both taxonomies, and the words by which a plan's headings are recognised.

Source: Resolution 30c/NQ-CP (2011–2020) and Resolution 76/NQ-CP of 15/7/2021 (2021–2030), each with steering first.

The sentences of the «6 rõ»: what a task leaves unclear, and what to do about it.

The sentences beside a deadline, an assignment and a refused file: one for each stable code.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from tracker.core.i18n import make_message, make_messages
from tracker.core.text import fold_accents
from tracker.law.completeness import ClearPoint
from tracker.law.terms import Assumption, Term, TermKind, TermUnit
from tracker.office.name_reader import UnitNote

BY_MAIL = "trao đổi qua thư"

ACTOR_OF_UNIT = "{who} ({unit})"
REASON_WORDS = make_message("{sentence} – lý do: {reason}")
ENDS_WITH = "; "

AGE_WORDS: Mapping[str, str] = make_messages(
    {"week": "1–7 ngày", "month": "8–30 ngày", "quarters": "31–120 ngày", "longer": "Trên 120 ngày"}
)

ISSUED = make_message("Đã ghi công văn {reference} vào {count} nhiệm vụ quá hạn và báo cho đơn vị.")

OCCURRENCES_DONE = make_message("đã làm {done} kỳ")
SEVERAL_UNITS = make_message("{number} đơn vị")

EXPORT_TITLE = make_message("Danh sách nhiệm vụ tính đến {day}")
EXPORT_CONDITIONS = make_message("Điều kiện: {conditions}")
EXPORT_EVERYTHING = make_message("tất cả trong phạm vi được xem")
EXPORT_FILE = "danh-sach-nhiem-vu-{day}"

DETAIL_WORDS: Mapping[str, str] = make_messages(
    {
        "effective_on": "Có hiệu lực từ ngày",
        "due_on": "Hạn xử lý",
        "term_starts_on": "Hạn tính từ ngày",
        "asked_due_on": "Hạn đề nghị",
        "granted_late": "Gia hạn khi đã quá hạn",
        "unit_id": "Đơn vị chủ trì",
        "progress": "Tiến độ",
        "quantity": "Số lượng",
        "done_on": "Ngày hoàn thành",
        "late_report": "Báo cáo chậm so với ngày hoàn thành",
        "after_hour": "Báo cáo sau giờ ghi trong hạn",
        "opening_balance": "Hoàn thành trước khi dùng phần mềm",
        "until_on": "Đạt yêu cầu đến hết ngày",
        "document": "Văn bản",
        "files": "Tệp minh chứng",
        "to_name": "Cơ quan tiếp nhận",
        "merged_into": "Nhập vào nhiệm vụ số",
        "scope": "Số đối tượng",
        "difficulties": "Khó khăn, vướng mắc",
        "proposals": "Kiến nghị, đề xuất",
        "suggested_unit_id": "Đơn vị nên thực hiện",
        "person": "Người thực hiện",
        "share": "Phần việc",
        "evidence_required": "Bắt buộc có minh chứng",
        "extension_dropped": "Đề nghị gia hạn thôi xét vì đã báo cáo",
        "days_suspended": "Số ngày tạm dừng",
        "asked_from": "Đề nghị tính tạm dừng từ ngày",
        "document_on": "Ngày văn bản",
        "body": "Cơ quan nhận",
        "line": "Đính chính dòng nhật ký số",
        "note": "Nội dung",
        "document_number": "Số, ký hiệu văn bản",
        "made_on_time": "Từ quá hạn thành đúng hạn",
        "tag_added": "Gắn nhãn",
        "tag_removed": "Bỏ nhãn",
        "continued": "Thêm các kỳ của năm",
    }
)
"""The name of each detail of an event; `effective_on`, `until_on` and `document` are columns of it."""

YES_WORD, NO_WORD = make_message("Có"), make_message("Không")
CHANGED = "{old} → {new}"

DECIDE_EARLIER_DAY = make_message("Duyệt ngày tạm dừng")
"""The button of a second person while a suspension from an earlier day waits."""

WAITING_WORDS: Mapping[str, str] = make_messages(
    {
        "overdue": "Quá hạn",
        "due_soon": "Sắp đến hạn",
        "new": "Mới giao, chưa tiếp nhận",
        "returned": "Bị trả lại",
        "to_confirm": "Chờ xác nhận",
        "unaccepted": "Chưa tiếp nhận quá 2 ngày làm việc",
        "more_time": "Đề nghị gia hạn",
    }
)
"""The name of each list of the first page."""

GIVEN_IN_MONTH, DONE_OF_MONTH = make_message("Được giao"), make_message("Đã hoàn thành")
NOT_NAMED = make_message("Chưa rõ")

OF_YEAR = "{content} (năm {year})"
"""Kept with the duty, and Vietnamese like all that is kept."""

_YEAR_AFTER = re.compile(r" \(năm \d{4}\)$")


def title_in_year(content: str, year: int) -> str:
    """Return the words of a duty that goes on in another year."""
    return OF_YEAR.format(content=_YEAR_AFTER.sub("", content), year=year)


OLD_TAXONOMY, NEW_TAXONOMY = "2011-2020", "2021-2030"


@dataclass(frozen=True, slots=True)
class AreaWords:
    """One area: its code, its name, the matching area of the other taxonomy, words of its headings (folded)."""

    taxonomy: str
    code: str
    name: str
    same_as: str
    heading: tuple[str, ...]


AREAS: tuple[AreaWords, ...] = (
    AreaWords(OLD_TAXONOMY, "steering", "Chỉ đạo, điều hành", "steering", ("chi dao", "dieu hanh")),
    AreaWords(OLD_TAXONOMY, "institutions", "Cải cách thể chế", "institutions", ("the che",)),
    AreaWords(OLD_TAXONOMY, "procedures", "Cải cách thủ tục hành chính", "procedures", ("thu tuc",)),
    AreaWords(OLD_TAXONOMY, "apparatus", "Cải cách tổ chức bộ máy", "apparatus", ("bo may",)),
    AreaWords(OLD_TAXONOMY, "staff", "Nâng cao chất lượng đội ngũ", "service", ("doi ngu",)),
    AreaWords(OLD_TAXONOMY, "finance", "Cải cách tài chính công", "finance", ("tai chinh",)),
    AreaWords(OLD_TAXONOMY, "modernisation", "Hiện đại hóa hành chính", "digital", ("hien dai hoa",)),
    AreaWords(NEW_TAXONOMY, "steering", "Chỉ đạo, điều hành", "steering", ("chi dao", "dieu hanh")),
    AreaWords(NEW_TAXONOMY, "institutions", "Cải cách thể chế", "institutions", ("the che",)),
    AreaWords(NEW_TAXONOMY, "procedures", "Cải cách thủ tục hành chính", "procedures", ("thu tuc",)),
    AreaWords(NEW_TAXONOMY, "apparatus", "Cải cách tổ chức bộ máy", "apparatus", ("bo may",)),
    AreaWords(NEW_TAXONOMY, "service", "Cải cách chế độ công vụ", "staff", ("cong vu",)),
    AreaWords(NEW_TAXONOMY, "finance", "Cải cách tài chính công", "finance", ("tai chinh",)),
    AreaWords(
        NEW_TAXONOMY, "digital", "Xây dựng, phát triển Chính phủ điện tử, Chính phủ số", "modernisation", ("chinh phu",)
    ),
)


def recognise_area(heading: str, taxonomy: str) -> AreaWords | None:
    """Return the area that a heading of a plan names, None when it names none."""
    words = fold_accents(heading)
    found = [area for area in AREAS if area.taxonomy == taxonomy and any(word in words for word in area.heading)]
    return found[-1] if found else None


def taxonomy_of(headings: list[str]) -> str:
    """Return the taxonomy whose own words stand in the headings of a plan; the older one when none does."""
    text = fold_accents(" ".join(headings))
    return NEW_TAXONOMY if "cong vu" in text or "chinh phu so" in text else OLD_TAXONOMY


UNCLEAR: Mapping[ClearPoint, str] = make_messages(
    {
        ClearPoint.PERSON: "Chưa rõ người: nêu đơn vị hoặc người chủ trì.",
        ClearPoint.WORK: "Chưa rõ việc: ghi cụ thể hơn nội dung phải làm.",
        ClearPoint.TIME: "Chưa rõ thời gian: ghi thời hạn có ngày cụ thể.",
        ClearPoint.RESPONSIBILITY: "Chưa rõ trách nhiệm: nhiều đơn vị chủ trì; nên chọn một đơn vị chịu trách nhiệm.",
        ClearPoint.PRODUCT: "Chưa rõ sản phẩm: nêu kết quả phải có, ví dụ báo cáo, kế hoạch, danh sách.",
        ClearPoint.AUTHORITY: "Chưa rõ thẩm quyền: nêu lãnh đạo chỉ đạo.",
    }
)


def describe_unclear_points(points: Iterable[ClearPoint]) -> list[str]:
    """Return the sentences of the points that are not clear."""
    return [UNCLEAR[point] for point in points]


TERM_KINDS: Mapping[TermKind, str] = make_messages(
    {
        TermKind.ONCE: "một lần",
        TermKind.RANGE: "trong khoảng thời gian",
        TermKind.RECURRING: "định kỳ",
        TermKind.CONTINUOUS: "thường xuyên",
        TermKind.RELATIVE: "tính từ ngày khác",
        TermKind.CONDITIONAL: "chờ điều kiện",
        TermKind.QUANTITY: "theo số lượng",
        TermKind.COMPOSITE: "nhiều mốc",
        TermKind.NONE: "không hạn",
    }
)

TERM_UNITS: Mapping[TermUnit, str] = make_messages(
    {
        TermUnit.WORKING_DAYS: "ngày làm việc",
        TermUnit.CALENDAR_DAYS: "ngày",
        TermUnit.CALENDAR_MONTHS: "tháng",
        TermUnit.HOURS: "giờ",
    }
)

ASSUMPTIONS: Mapping[Assumption, str] = make_messages(
    {
        Assumption.BEFORE_INCLUDES_DAY: "«Trước ngày» được hiểu là tính cả ngày ghi trong văn bản.",
        Assumption.BEFORE_EXCLUDES_DAY: "«Trước ngày» được hiểu là không tính ngày ghi trong văn bản.",
        Assumption.BEFORE_PERIOD_STARTS: "Hiểu là xong trước ngày đầu của kỳ này. Xác nhận lại.",
        Assumption.HOUR_KEEPS_DAY: "Có ghi giờ nên hạn là đúng ngày đó.",
        Assumption.YEAR_FROM_PLAN: "Văn bản không ghi năm; lấy năm của kế hoạch.",
        Assumption.YEAR_NEXT_AFTER_ISSUE: "Văn bản không ghi năm; lấy ngày gần nhất sau ngày ban hành.",
        Assumption.YEAR_OF_ISSUE: "Văn bản không ghi năm; lấy năm ban hành.",
        Assumption.YEAR_TWO_DIGITS: "Năm ghi hai chữ số; hiểu là năm 20xx.",
        Assumption.YEAR_FAR: "Năm cách xa ngày ban hành. Kiểm tra lại năm.",
        Assumption.CONVENTION: "Cách ghi này không có ngày cụ thể; ngày được lấy theo quy ước. Xác nhận lại.",
        Assumption.WEEK_BY_FRIDAY: "Lấy thứ Sáu của tuần tính trong tháng. Xác nhận lại.",
        Assumption.PERIOD_END: "Lấy ngày cuối của kỳ.",
        Assumption.SEVERAL_PERIODS: "Có nhiều quý; chọn một sản phẩm cho cả kỳ hay mỗi quý một sản phẩm.",
        Assumption.RANGE_OF_MONTHS: "Có nhiều tháng; chọn làm một lần đến tháng cuối hay làm hằng tháng.",
        Assumption.DAY_OF_RECEIPT: "Tính theo ngày nhận văn bản.",
        Assumption.DAY_OF_ISSUE: "Chưa có ngày nhận nên tính theo ngày ban hành. Xác nhận lại.",
        Assumption.RECEIPT_UNKNOWN: "Hạn tính từ ngày nhận văn bản. Nhập ngày nhận để có hạn.",
        Assumption.TRIGGER_UNKNOWN: "Chưa đến điều kiện. Nhập ngày khi điều kiện xảy ra để có hạn.",
        Assumption.EVENT_UNKNOWN: "Hạn tính lùi từ một sự kiện. Nhập ngày diễn ra sự kiện để có hạn.",
        Assumption.ANCHOR_ASSUMED: "Văn bản không ghi tính từ ngày nào; lấy ngày nhận. Xác nhận lại.",
        Assumption.HOURS_AS_DAYS: "Chưa có giờ nhận nên số giờ được làm tròn lên thành ngày. Xác nhận lại.",
        Assumption.PLAN_YEAR_END: "Việc thường xuyên kết thúc ngày 31/12 của năm kế hoạch.",
        Assumption.REPORT_WINDOW: "Lấy ngày cuối kỳ; báo cáo có thể phải gửi sớm hơn. Xác nhận lại.",
        Assumption.PAST_OCCURRENCES_DROPPED: "Bỏ các kỳ trước ngày ban hành.",
        Assumption.MOVED_OFF_HOLIDAY: "Kỳ rơi vào ngày nghỉ được chuyển về ngày làm việc liền trước.",
        Assumption.QUANTITY_BY_YEAR_END: "Phải đủ số lần đến hết ngày 31/12.",
        Assumption.ANNUAL_SLICE: "Việc kéo dài nhiều năm; mỗi năm một mốc ngày 31/12. Xác nhận lại.",
        Assumption.LATEST_ALTERNATIVE: "Có nhiều khả năng; tạm lấy mốc muộn nhất. Xác nhận lại.",
        Assumption.BEFORE_TET: "Lấy ngày làm việc cuối cùng trước kỳ nghỉ Tết.",
        Assumption.SEVERAL_PARTS: "Một ô ghi nhiều mốc; tách thành từng phần và xác nhận.",
        Assumption.URGENT: "Việc khẩn nhưng không có ngày. Nhập hạn cụ thể.",
        Assumption.BY_REGULATION: "Ghi «theo quy định». Nhập hạn theo quy định cụ thể.",
        Assumption.CARRIED_OVER: "Việc đã làm hoặc chuyển từ năm trước. Liên kết với nhiệm vụ cũ nếu có.",
        Assumption.AS_ABOVE: "Ghi «như trên». Lấy thời hạn của dòng trên.",
        Assumption.EMPTY: "Không ghi thời hạn. Nhập hạn nếu có.",
        Assumption.EPOCH_DATE: "Ngày 01/01/1970 là lỗi xuất dữ liệu. Nhập hạn nếu có.",
        Assumption.WORDS_IGNORED: "Chỉ đọc phần thời hạn trong câu. Xác nhận lại.",
        Assumption.UNREAD: "Không đọc được thời hạn. Nhập hạn cụ thể.",
        Assumption.DUE_ON_DAY_OFF: "Hạn rơi vào ngày nghỉ.",
        Assumption.ROLLED: "Hạn rơi vào ngày nghỉ nên được chuyển theo quy ước của đơn vị.",
        Assumption.DUE_BEFORE_ISSUE: "Hạn trước ngày ban hành văn bản. Kiểm tra lại.",
    }
)

UNIT_NOTES: Mapping[UnitNote, str] = make_messages(
    {
        UnitNote.GROUP: "Có nhóm, đoàn hoặc tổ công tác: {text}.",
        UnitNote.SUBSET_UNDEFINED: "Chưa rõ những đơn vị nào: {text}. Chọn từng đơn vị.",
        UnitNote.COUNT_DIFFERS: "Số đơn vị không khớp với số đơn vị của ngày giao: {text}. Chọn từng đơn vị.",
        UnitNote.HEAD_ADDRESSED: "Giao cho người đứng đầu; lấy đơn vị của người đó: {text}.",
        UnitNote.SUCCESSOR_TAKEN: "Đơn vị đã thôi hoạt động; lấy đơn vị kế thừa: {text}.",
        UnitNote.NOT_ACTIVE: "Đơn vị không hoạt động vào ngày giao: {text}. Chọn đơn vị khác.",
        UnitNote.SEVERAL_LEADS: "Có nhiều đơn vị cùng đứng tên: {text}. Chọn một đơn vị chủ trì.",
        UnitNote.SUPERVISOR: "Lãnh đạo chỉ đạo: {text}.",
    }
)
"""By the `why` of a refused file."""

FILE_CHANGES: Mapping[str, str] = make_messages(
    {
        "template_cut": "“{file}”: đã bỏ liên kết đến tệp mẫu của Word, nội dung giữ nguyên.",
        "link_cut": "“{file}”: đã bỏ liên kết đến tệp hoặc máy khác, nội dung giữ nguyên.",
        "converted": "“{file}”: đã chuyển ảnh HEIC thành JPG.",
    }
)
"""By what was done to a file before it was kept."""


def describe_term(term: Term) -> str:
    """Say how a deadline is read: its day or days, its kind, and what was taken for granted."""
    days = ", ".join(f"{day:%d/%m/%Y}" for day in term.days())
    hour = make_message(" lúc {hour}", hour=term.hour) if term.hour else ""
    said = (
        make_message("Hạn xử lý {days}{hour} ({term}).", days=days, hour=hour, term=TERM_KINDS[term.kind])
        if days
        else make_message("Chưa có ngày ({term}).", term=TERM_KINDS[term.kind])
    )
    return " ".join((said, *(ASSUMPTIONS[code] for code in term.assumptions)))


CONFIRMED_AGAIN = make_message(
    "Việc xong hoặc được xác nhận sau khi bắt đầu dùng phần mềm: ghi thành báo cáo hoàn thành, chờ người khác xác nhận."
)
"""Said beside a row of a register whose confirmation is not taken over."""

LATER_ON_PAPER = make_message("Tệp nhập lại ghi hạn muộn hơn.")
"""The reason of a request for more time that a paper brought in again makes."""

LATER_ASKED = make_message("Hạn muộn hơn hạn đang thực hiện: chuyển thành đề nghị gia hạn, chờ lãnh đạo quyết định.")
LATER_KEPT = make_message("Hạn muộn hơn hạn đang thực hiện: giữ hạn cũ cho đến khi lãnh đạo đồng ý gia hạn.")
"""Said beside a row that comes in again with a later deadline."""
