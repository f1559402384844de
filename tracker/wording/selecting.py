"""The words of lists: spans of days, ready lists, columns with what each means, ways to put rows in order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

DIFFICULTY_WORDS = ("hó khăn", "ướng mắc", "iến nghị")
"""Parts of «khó khăn», «vướng mắc», «kiến nghị», whose first letter may be a capital one."""

SPAN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "hom-nay": "Hôm nay",
        "tuan-nay": "Tuần này",
        "tuan-truoc": "Tuần trước",
        "tuan-sau": "Tuần sau",
        "thang-nay": "Tháng này",
        "thang-truoc": "Tháng trước",
        "quy-nay": "Quý này",
        "quy-truoc": "Quý trước",
        "nam-nay": "Năm nay",
    }
)
"""Spans of days with a name of their own."""

COUNTED_SPAN_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "ngay-toi": "{number} ngày tới",
        "ngay-qua": "{number} ngày qua",
        "ngay-lam-viec-toi": "{number} ngày làm việc tới",
        "ngay-lam-viec-truoc": "đã quá {number} ngày làm việc",
    }
)
"""Spans counted in days, by the end of their name in an address («7-ngay-toi»)."""

READY_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "viec-cua-toi": "Việc của tôi",
        "cho-toi-quyet-dinh": "Chờ tôi quyết định gia hạn",
        "cho-xac-nhan": "Chờ xác nhận",
        "qua-han": "Quá hạn theo đơn vị",
        "tuan-nay": "Đến hạn tuần này",
        "sap-den-han": "Sắp đến hạn (5 ngày làm việc)",
        "chua-tiep-nhan": "Chưa tiếp nhận quá 2 ngày làm việc",
        "khong-han": "Không có hạn",
        "gia-han-nhieu": "Gia hạn từ 3 lần",
        "phoi-hop": "Đơn vị tôi phối hợp",
        "kho-khan": "Có khó khăn, kiến nghị",
    }
)
"""The name of each ready list: the questions that leaders ask."""


def span_words(name: str) -> str:
    """Say a span of days as people do: «tuần này», «7 ngày tới»."""
    number, _, rest = name.partition("-")
    return SPAN_WORDS.get(name) or COUNTED_SPAN_WORDS[rest].format(number=number)


SWITCH_WORDS: Mapping[str, str] = MappingProxyType(
    {
        "vai": "kể cả đơn vị trực thuộc",
        "kho-khan": "có khó khăn, vướng mắc, kiến nghị",
        "cua-toi": "của tôi",
        "doi-han": "đã lùi so với hạn ban đầu",
        "han-tinh": "hạn ban đầu",
        "xong": "chưa hoàn thành",
    }
)
"""What a condition says that is there or is not."""

NO_DEADLINE, NOT_LATE, NOBODY_YET = "không có hạn", "không quá hạn", "chưa phân công"
AT_LEAST = "từ {number} lần"
DAYS = "từ {number} ngày"

COLUMN_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "noi-dung": ("Nội dung", "Nội dung nhiệm vụ hoặc ý kiến chỉ đạo, như văn bản ghi."),
        "so": ("Số", "Số của lượt giao trong hệ thống, dùng để mở trang nhiệm vụ."),
        "van-ban": ("Số, ký hiệu văn bản", "Số, ký hiệu văn bản giao; với kế hoạch là số mục."),
        "nguon": ("Nguồn giao", "Theo kế hoạch CCHC, cấp trên giao hoặc cơ quan mình giao."),
        "don-vi": ("Đơn vị chủ trì", "Đơn vị được giao chủ trì; nhiều đơn vị thì ghi số đơn vị."),
        "nguoi": ("Người được giao", "Người trong đơn vị được phân công, nếu có."),
        "linh-vuc": ("Lĩnh vực CCHC", "Lĩnh vực cải cách hành chính của nội dung kế hoạch."),
        "nganh": ("Ngành", "Ngành, lĩnh vực của ý kiến chỉ đạo."),
        "lanh-dao": ("Lãnh đạo chỉ đạo", "Chức danh lãnh đạo cho ý kiến, như sổ ghi."),
        "ngay-giao": ("Ngày giao", "Ngày của văn bản giao."),
        "thoi-han": ("Thời hạn ghi trong văn bản", "Thời hạn đúng lời văn bản."),
        "han-dau": ("Hạn ban đầu", "Hạn giao lần đầu; gia hạn không làm đổi."),
        "han": ("Hạn xử lý", "Hạn đang có hiệu lực vào ngày chốt số liệu."),
        "hoan-thanh": ("Ngày hoàn thành", "Ngày đơn vị làm xong, theo báo cáo đã được xác nhận."),
        "tinh-trang": ("Tình trạng", "Kết quả theo thời hạn vào ngày chốt và số ngày còn lại hoặc quá hạn."),
        "ket-qua": (
            "Kết quả theo thời hạn",
            "Trước hạn, đúng hạn, quá hạn, trong hạn hoặc không hạn vào ngày chốt.",
        ),
        "trang-thai": ("Trạng thái", "Trạng thái xử lý hiện nay."),
        "tien-do": ("Tiến độ (%)", "Tiến độ đơn vị báo cáo gần nhất."),
        "gia-han": ("Số lần gia hạn", "Số lần đã được đồng ý gia hạn."),
        "san-pham": ("Sản phẩm", "Sản phẩm hoặc kết quả phải có."),
        "khan": ("Độ khẩn", "Độ khẩn ghi trên văn bản."),
        "tiep-nhan": ("Ngày tiếp nhận", "Ngày đơn vị tiếp nhận nhiệm vụ."),
        "gui": (
            "Ngày báo cáo xong",
            "Ngày hoàn thành đơn vị ghi trong báo cáo gần nhất, kể cả khi chờ xác nhận.",
        ),
        "ky": (
            "Số kỳ đã làm",
            "Nhiệm vụ định kỳ: số kỳ đã được xác nhận trên số kỳ phải làm, không tính kỳ được bỏ.",
        ),
        "cap-nhat": ("Cập nhật cuối", "Ngày có dòng nhật ký gần nhất."),
    }
)
"""The head of each column and what it means, by its name in an address."""

GUIDE_TITLE = "Điều kiện và cột"
GUIDE_HEADS = ("Mục", "Ý nghĩa")
GUIDE_CONDITIONS, GUIDE_MADE, GUIDE_ROWS = "Điều kiện lọc", "Lập lúc", "Số dòng"
"""The sheet that says what was selected and what each column means."""

AUDIENCE_WORDS: Mapping[str, str] = MappingProxyType(
    {"owner": "chỉ mình tôi", "unit": "đơn vị", "everybody": "mọi người"}
)
"""Who sees a kept list."""

VIEW_KEPT, VIEW_DROPPED = "Đã lưu danh sách.", "Đã xóa danh sách."

PAPER_OF = "{reference} ngày {day}, {issuer}: {content}"
PROGRESS = "{state} ngày {day}"
EXTENDED = "Đã gia hạn {number} lần"
SECRET = "(văn bản mật, không ghi nội dung)"
"""The cells of the register of papers."""
