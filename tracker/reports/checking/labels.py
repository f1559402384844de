"""What the check of a report says: one sentence for each case, both numbers in it, and what to do."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.core.i18n import make_message, make_messages
from tracker.reports.checking.paper import Family, FindingCase, FindingPlace, ReportFinding, Severity

SEVERITIES: Mapping[Severity, str] = make_messages(
    {Severity.ERROR: "Sai, phải sửa", Severity.WARNING: "Cần giải trình", Severity.STYLE: "Cách trình bày"}
)

FAMILIES: Mapping[Family, str] = make_messages(
    {
        Family.PARTITION: "Tổng và các thành phần",
        Family.SUM: "Cộng các chỉ tiêu",
        Family.RATIO: "Tỷ lệ",
        Family.ORDER: "Thứ tự lớn nhỏ",
        Family.EQUAL: "Thuyết minh và phụ lục",
        Family.SUBSET: "Phần và tổng",
        Family.EXCLUSIVE_PERCENT: "Tỷ lệ loại trừ nhau",
        Family.RANGE: "Khoảng giá trị",
        Family.ENUM: "Giá trị được chọn",
        Family.REQUIRED: "Ô còn trống",
        Family.UNIT: "Đơn vị tính",
        Family.LABEL: "Tên chỉ tiêu",
        Family.SCOPE: "Phạm vi",
        Family.ND: "Tử số và mẫu số",
        Family.PERIOD: "Kỳ báo cáo",
        Family.BASIS: "Thời điểm, cơ sở số liệu",
        Family.COMPLETENESS: "Đầy đủ",
        Family.SUSPICIOUS_EQUAL: "Số trùng nhau",
        Family.DOCREF: "Văn bản dẫn",
        Family.TAXONOMY: "Lĩnh vực",
        Family.RESPONSIBILITY: "Trách nhiệm báo cáo",
        Family.ALIAS: "Tên gọi",
        Family.TYPO: "Chính tả",
        Family.NUMBER_STYLE: "Cách ghi số",
        Family.DATE_STYLE: "Cách ghi ngày",
        Family.CLAIM: "Nhận định",
        Family.STATE: "Báo cáo và nhiệm vụ",
        Family.DELTA: "So với kỳ trước",
    }
)

FINDING_SENTENCES: Mapping[FindingCase, str] = make_messages(
    {
        FindingCase.PARTS_DO_NOT_ADD_UP: (
            "Các thành phần cộng lại là {found} nhưng tổng ghi {total} (lệch {difference}). "
            "Kiểm tra lại từng số: {parts}."
        ),
        FindingCase.PART_EXCEEDS_WHOLE: "Phần ghi {part} lớn hơn tổng {whole}. Kiểm tra lại hai số này.",
        FindingCase.SHARE_DIFFERS: "{part}/{whole} là {expected} % nhưng ghi {share} %. Tính lại tỷ lệ.",
        FindingCase.ROWS_OUT_OF_ORDER: (
            "Chỉ tiêu {code} ghi {value}, lớn hơn {limit} của chỉ tiêu {others}. Kiểm tra hai số có cùng thời điểm, "
            "cùng phạm vi không."
        ),
        FindingCase.ROWS_DO_NOT_ADD_UP: (
            "Chỉ tiêu {code} ghi {value} nhưng các chỉ tiêu {others} cộng lại là {found}. Sửa cho khớp."
        ),
        FindingCase.TEXT_DIFFERS_FROM_ROW: (
            "Thuyết minh ghi {told} nhưng phụ lục (chỉ tiêu {codes}) ghi {stated}. Xác định số đúng và sửa cả hai chỗ."
        ),
        FindingCase.RATE_DIFFERS_FROM_TEXT: (
            "Chỉ tiêu {code} ghi {share} % nhưng theo thuyết minh {part}/{whole} là {expected} %. Ghi lại tỷ lệ, "
            "kèm tử số và mẫu số."
        ),
        FindingCase.ALL_CLAIMED_ROWS_SAY_LESS: (
            "Thuyết minh ghi 100 % nhưng phụ lục ghi {part}/{whole} ({expected} %). Sửa câu hoặc số liệu."
        ),
        FindingCase.COUNTED_TWICE: (
            "Các chỉ tiêu {codes} cộng lại là {found}, khác tổng {total} trong thuyết minh: có người được tính hai lần "
            "hoặc thiếu. Kiểm tra phạm vi từng chỉ tiêu."
        ),
        FindingCase.SHARES_EXCLUDE_EACH_OTHER: (
            "Hai tỷ lệ {codes} loại trừ nhau nhưng cộng lại là {sum} %. Tổng không được quá 100 %."
        ),
        FindingCase.TOTAL_MISSING: "Chỉ tiêu {code} để trống trong khi đã ghi {others}. Nhập tổng số.",
        FindingCase.NOTE_ABOUT_SOMETHING_ELSE: (
            "Chỉ tiêu {code} nói về văn bản đi nhưng ghi chú tính cả văn bản đến. Tách riêng văn bản đi."
        ),
        FindingCase.NOT_A_UNIT: "Chỉ tiêu {code}: “{unit}” không phải đơn vị tính. Ghi đơn vị, ví dụ: Phiếu.",
        FindingCase.UNIT_MISSING: "Chỉ tiêu {code} chưa ghi đơn vị tính.",
        FindingCase.LABEL_LEAVES_OUT: (
            "Tên chỉ tiêu {code} chỉ nêu cán bộ, công chức nhưng số liệu là viên chức (chỉ tiêu {other}). "
            "Sửa tên hoặc số liệu."
        ),
        FindingCase.BEYOND_HUNDRED: "Tỷ lệ {share} vượt quá 100 %. Kiểm tra lại.",
        FindingCase.NOT_A_CHOICE: "Chỉ tiêu {code}: “{text}” không nằm trong các giá trị được chọn.",
        FindingCase.NOT_A_NUMBER: (
            "Chỉ tiêu {code}: “{text}” không phải một số. Ghi số, phần giải thích để ở cột ghi chú."
        ),
        FindingCase.EXACTLY_THE_SUM: (
            "Chỉ tiêu {code} ghi {value}, đúng bằng tổng {others}: có thể hiểu nhầm chỉ tiêu. Xác nhận lại."
        ),
        FindingCase.OPEN_NOT_SPLIT: (
            "{done}/{whole} nghĩa là còn {open} đang thực hiện; chưa ghi bao nhiêu trong hạn, bao nhiêu quá hạn."
        ),
        FindingCase.NOTHING_OPEN: (
            "Tổng được giao {total} bằng đúng số đã hoàn thành, không việc nào đang thực hiện vào ngày báo cáo. "
            "Kiểm tra tổng có lấy từ danh sách đã hoàn thành không."
        ),
        FindingCase.DONE_BEFORE_YEAR_END: (
            "Hoàn thành {value}/{value} nhiệm vụ của cả năm khi còn {days} ngày. Nêu rõ cách tính việc thường xuyên."
        ),
        FindingCase.SCOPE_CHANGED: (
            "Có việc trong kế hoạch không thực hiện. Ghi rõ lý do, văn bản điều chỉnh và số đối tượng còn lại."
        ),
        FindingCase.WINDOW_DIFFERS: (
            "Báo cáo năm {year} nhưng số liệu chỉ tính {window}. Ghi rõ mốc chốt số liệu; kỳ năm theo quy định "
            "từ 15/12 năm trước đến 14/12."
        ),
        FindingCase.UNIT_BEING_DISSOLVED: (
            "Đang giải thể {unit} nhưng số cơ quan vẫn ghi {value}. Nêu số liệu tính đến ngày nào."
        ),
        FindingCase.OTHER_BASIS: (
            "Các vị trí việc làm cộng lại {found} biên chế, khác {value} của chỉ tiêu {code}. Nêu năm và phạm vi."
        ),
        FindingCase.NO_NUMERATOR: "Chỉ tiêu {code} chỉ ghi tỷ lệ. Ghi thêm tử số và mẫu số ở cột ghi chú.",
        FindingCase.BLANK_WITHOUT_REASON: (
            "Chỉ tiêu {code} để trống. Ghi 0 nếu không phát sinh, hoặc ghi lý do ở cột ghi chú."
        ),
        FindingCase.SAME_VALUE_AGAIN: "Số {value} xuất hiện ở {times} chỗ khác nhau. Kiểm tra có chép nhầm không.",
        FindingCase.SAME_FACT_TWICE: "Chỉ tiêu {first} và {second} cùng một nội dung. Nhập một lần, dẫn từ một nguồn.",
        FindingCase.NO_DATE: "Văn bản {reference} chưa ghi ngày ban hành.",
        FindingCase.OUT_OF_SERIES: (
            "{second} ngày {second_on} có số nhỏ hơn {first} ngày {first_on}. Kiểm tra lại số hoặc ngày."
        ),
        FindingCase.SUPERSEDED: "Nghị định {cited}/NĐ-CP đã được thay thế (xem {follower}/NĐ-CP). Kiểm tra căn cứ.",
        FindingCase.OTHER_AREAS: (
            "Thuyết minh theo các lĩnh vực giai đoạn 2011–2020, phụ lục theo giai đoạn 2021–2030. Dùng thống nhất."
        ),
        FindingCase.NOT_OUR_FACT: "Chỉ tiêu {code} thuộc cấp trên tổng hợp. Ghi nguồn số liệu.",
        FindingCase.CLAIM_WITHOUT_FIGURE: "Nhận định “{words}” không kèm số liệu. Nêu số so sánh hoặc bỏ nhận định.",
        FindingCase.CLAIM_AGAINST_FIGURE: (
            "Phụ lục ghi đã xử lý xong {value}/{value} vấn đề, nhưng phần tồn tại nêu khắc phục còn chậm. "
            "Thống nhất lại."
        ),
        FindingCase.COUNT_OF_PAPERS_DIFFERS: (
            "Phụ lục ghi {value} văn bản chỉ đạo nhưng thuyết minh dẫn {found} văn bản của năm {year}. Nêu cách chọn."
        ),
        FindingCase.NAME_ONE_LETTER_OFF: "“{name}” có phải là “{meant}” không? Sửa lại tên.",
        FindingCase.NAME_IN_SEVERAL_FORMS: "Một đơn vị được viết nhiều cách: {forms}. Dùng một tên.",
        FindingCase.WORD_TWICE: "Lặp từ “{words}”. Bỏ bớt.",
        FindingCase.LIKELY_TYPO: "“{words}” có thể là “{meant}”. Sửa lại.",
        FindingCase.MARKS_IN_TWO_WAYS: "Một từ đặt dấu hai cách: {forms}. Dùng thống nhất.",
        FindingCase.NUMBERS_IN_TWO_STYLES: "Số được ghi hai kiểu: {first} và {second}. Dùng thống nhất.",
        FindingCase.HOLE_LEFT: "Còn chỗ chưa viết: {words}. Bổ sung nội dung hoặc bỏ phần này.",
        FindingCase.ROW_DIFFERS_FROM_STATE: (
            "Chỉ tiêu {code} ghi {value} nhưng theo nhiệm vụ, hồ sơ trong hệ thống đến ngày {day} là {counted}. "
            "Mở danh sách để đối chiếu."
        ),
        FindingCase.CHANGED_MUCH: (
            "Chỉ tiêu {code} ghi {value}, kỳ trước {before}. Giải thích mức tăng giảm ở cột ghi chú."
        ),
        FindingCase.DAYS_IN_TWO_STYLES: "Ngày được ghi hai kiểu: {first} và {second}. Dùng thống nhất.",
    }
)

IN_TEXT, IN_APPENDIX, IN_HEAD = (
    make_message("Mục {section}: {words}"),
    make_message("Phụ lục {section}: {words}"),
    make_message("Phần đầu: {words}"),
)


def describe_finding(finding: ReportFinding) -> str:
    """Return the sentence of a finding, its numbers written as the office writes them."""
    return FINDING_SENTENCES[finding.case].format(**{name: _written(value) for name, value in finding.details.items()})


def describe_place(place: FindingPlace) -> str:
    """Say where something stands."""
    form = IN_APPENDIX if place.in_appendix else IN_TEXT if place.section else IN_HEAD
    return form.format(section=place.section, words=place.words)


def format_number(value: Decimal) -> str:
    """Write a number: a dot between thousands, a comma before decimals."""
    whole, _, decimals = f"{value.normalize():f}".partition(".")
    grouped = f"{int(whole):,}".replace(",", ".")
    if value < 0 and not grouped.startswith("-"):
        grouped = f"-{grouped}"
    return f"{grouped},{decimals}" if decimals else grouped


def _written(value: Any) -> str:
    if isinstance(value, Decimal):
        return format_number(value)
    if isinstance(value, dt.date):
        return f"{value:%d/%m/%Y}"
    if isinstance(value, tuple):
        return " + ".join(format_number(each) for each in value) if _are_numbers(value) else ", ".join(map(str, value))
    return str(value)


def _are_numbers(values: tuple[object, ...]) -> bool:
    return all(isinstance(each, Decimal) for each in values)


REASONS_SAVED = make_message("Đã lưu {count} lý do. Lần kiểm tra sau, những điểm này hiện ở mục đã có lý do.")
TAKEN_BACK = make_message("Đã bỏ lý do; điểm này được nêu lại ở lần kiểm tra sau.")
