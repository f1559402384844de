"""The words of lists: spans of days, ready lists, columns with what each means, ways to put rows in order."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from tracker.wording.sentence import say, words

DIFFICULTY_WORDS = ("hó khăn", "ướng mắc", "iến nghị")
"""Parts of «khó khăn», «vướng mắc», «kiến nghị», whose first letter may be a capital one."""

SPAN_WORDS: Mapping[str, str] = words(
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

COUNTED_SPAN_WORDS: Mapping[str, str] = words(
    {
        "ngay-toi": "{number} ngày tới",
        "ngay-qua": "{number} ngày qua",
        "ngay-lam-viec-toi": "{number} ngày làm việc tới",
        "ngay-lam-viec-truoc": "đã quá {number} ngày làm việc",
    }
)
"""Spans counted in days, by the end of their name in an address («7-ngay-toi»)."""

READY_WORDS: Mapping[str, str] = words(
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


SWITCH_WORDS: Mapping[str, str] = words(
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

ADJUSTMENT_WORDS: Mapping[str, str] = words(
    {
        "bao-cao-cham": "báo cáo muộn hơn 3 ngày làm việc so với ngày hoàn thành",
        "bao-cao-sau-han": "báo cáo sau hạn, ghi ngày hoàn thành trong hạn",
        "dinh-chinh-ngay": "đính chính ngày hoàn thành",
        "thanh-dung-han": "đính chính từ quá hạn thành đúng hạn",
        "lui-han": "hạn đã lùi so với hạn ban đầu",
        "tam-dung": "đã tạm dừng",
        "truoc-khi-dung": "hoàn thành trước khi dùng phần mềm",
    }
)
"""The acts on which figures rest and which are named beside each rate (`rules.selecting.Adjustment`)."""

NO_DEADLINE, NOT_LATE, NOBODY_YET = say("không có hạn"), say("không quá hạn"), say("chưa phân công")
AT_LEAST = say("từ {number} lần")
DAYS = say("từ {number} ngày")

COLUMN_WORDS: Mapping[str, tuple[str, str]] = MappingProxyType(
    {
        "noi-dung": (say("Nội dung"), say("Nội dung nhiệm vụ hoặc ý kiến chỉ đạo, như văn bản ghi.")),
        "so": (say("Số"), say("Số của lượt giao trong hệ thống, dùng để mở trang nhiệm vụ.")),
        "van-ban": (say("Số, ký hiệu văn bản"), say("Số, ký hiệu văn bản giao; với kế hoạch là số mục.")),
        "nguon": (say("Nguồn giao"), say("Theo kế hoạch CCHC, cấp trên giao hoặc cơ quan mình giao.")),
        "don-vi": (say("Đơn vị chủ trì"), say("Đơn vị được giao chủ trì; nhiều đơn vị thì ghi số đơn vị.")),
        "nguoi": (say("Người được giao"), say("Người trong đơn vị được phân công, nếu có.")),
        "linh-vuc": (say("Lĩnh vực CCHC"), say("Lĩnh vực cải cách hành chính của nội dung kế hoạch.")),
        "nganh": (say("Ngành"), say("Ngành, lĩnh vực của ý kiến chỉ đạo.")),
        "lanh-dao": (say("Lãnh đạo chỉ đạo"), say("Chức danh lãnh đạo cho ý kiến, như sổ ghi.")),
        "ngay-giao": (say("Ngày giao"), say("Ngày của văn bản giao.")),
        "thoi-han": (say("Thời hạn ghi trong văn bản"), say("Thời hạn đúng lời văn bản.")),
        "han-dau": (say("Hạn ban đầu"), say("Hạn giao lần đầu; gia hạn không làm đổi.")),
        "han": (say("Hạn xử lý"), say("Hạn đang có hiệu lực vào ngày chốt số liệu.")),
        "hoan-thanh": (say("Ngày hoàn thành"), say("Ngày đơn vị làm xong, theo báo cáo đã được xác nhận.")),
        "tinh-trang": (
            say("Tình trạng"),
            say("Kết quả theo thời hạn vào ngày chốt và số ngày còn lại hoặc quá hạn."),
        ),
        "ket-qua": (
            say("Kết quả theo thời hạn"),
            say("Trước hạn, đúng hạn, quá hạn, trong hạn hoặc không hạn vào ngày chốt."),
        ),
        "trang-thai": (say("Trạng thái"), say("Trạng thái xử lý hiện nay.")),
        "tien-do": (say("Tiến độ (%)"), say("Tiến độ đơn vị báo cáo gần nhất.")),
        "gia-han": (say("Số lần gia hạn"), say("Số lần đã được đồng ý gia hạn.")),
        "san-pham": (say("Sản phẩm"), say("Sản phẩm hoặc kết quả phải có.")),
        "khan": (say("Độ khẩn"), say("Độ khẩn ghi trên văn bản.")),
        "tiep-nhan": (say("Ngày tiếp nhận"), say("Ngày đơn vị tiếp nhận nhiệm vụ.")),
        "gui": (
            say("Ngày báo cáo xong"),
            say("Ngày hoàn thành đơn vị ghi trong báo cáo gần nhất, kể cả khi chờ xác nhận."),
        ),
        "ky": (
            say("Số kỳ đã làm"),
            say("Nhiệm vụ định kỳ: số kỳ đã được xác nhận trên số kỳ phải làm, không tính kỳ được bỏ."),
        ),
        "cap-nhat": (say("Cập nhật cuối"), say("Ngày có dòng nhật ký gần nhất.")),
    }
)
"""The head of each column and what it means, by its name in an address."""

GUIDE_TITLE = say("Điều kiện và cột")
GUIDE_HEADS = (say("Mục"), say("Ý nghĩa"))
GUIDE_CONDITIONS, GUIDE_MADE, GUIDE_ROWS = say("Điều kiện lọc"), say("Lập lúc"), say("Số dòng")
"""The sheet that says what was selected and what each column means."""

AUDIENCE_WORDS: Mapping[str, str] = words(
    {"owner": "chỉ mình tôi", "unit": "đơn vị", "everybody": "mọi người"}
)
"""Who sees a kept list."""

VIEW_KEPT, VIEW_DROPPED = say("Đã lưu danh sách."), say("Đã xóa danh sách.")

PAPER_OF = say("{reference} ngày {day}, {issuer}: {content}")
PROGRESS = say("{state} ngày {day}")
EXTENDED = say("Đã gia hạn {number} lần")
SECRET = say("(văn bản mật, không ghi nội dung)")
SECRET_TASK = say("Thực hiện văn bản {reference}{place} (văn bản mật, không ghi nội dung)")
SECRECY_WORDS: Mapping[str, str] = words(
    {"": "Không mật", "mat": "Mật", "toi_mat": "Tối mật", "tuyet_mat": "Tuyệt mật"}
)
"""The degrees of secrecy of a paper (Law on the protection of state secrets)."""
"""The cells of the register of papers."""
