"""The sentences beside a deadline, an assignment and a refused file: one for each stable code."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.rules.terms import Assumption, Term, TermKind, TermUnit
from tracker.rules.units import UnitNote
from tracker.wording.sentence import say, words

TERM_KINDS: Mapping[TermKind, str] = words(
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

TERM_UNITS: Mapping[TermUnit, str] = words(
    {
        TermUnit.WORKING_DAYS: "ngày làm việc",
        TermUnit.CALENDAR_DAYS: "ngày",
        TermUnit.CALENDAR_MONTHS: "tháng",
        TermUnit.HOURS: "giờ",
    }
)

ASSUMPTIONS: Mapping[Assumption, str] = words(
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

UNIT_NOTES: Mapping[UnitNote, str] = words(
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


FILE_REFUSALS: Mapping[str, str] = words(
    {
        "extension": "Loại tệp này không nhận được ở đây. Chọn tệp đúng loại được phép tải lên.",
        "empty": "Tệp không có nội dung. Chọn tệp khác.",
        "too_large": "Tệp quá lớn. Chia nhỏ hoặc giảm dung lượng còn tối đa 20 MB.",
        "too_long": "Văn bản dài quá 200 kB chữ. Chia thành nhiều phần rồi đọc từng phần.",
        "too_many_rows": (
            "Bảng vượt quá {rows} dòng hoặc {columns} cột: có nội dung ở {cell}. "
            "Xóa các dòng, cột thừa hoặc chia thành nhiều tệp."
        ),
        "too_many_paragraphs": "Văn bản có hơn {most} đoạn. Chia thành nhiều tệp rồi tải lên.",
        "content": "Nội dung tệp không đúng với đuôi tệp. Lưu lại đúng định dạng rồi tải lên.",
        "old_office": (
            "Tệp thuộc định dạng cũ (.doc, .xls) nhưng mang đuôi mới. "
            "Mở bằng Word hoặc Excel, chọn Lưu thành .docx hoặc .xlsx rồi tải lên."
        ),
        "heic": (
            "Ảnh iPhone (HEIC) chưa đọc được. Trên iPhone chọn Cài đặt → Camera → Định dạng → "
            "Tương thích nhất rồi chụp lại, hoặc lưu ảnh thành JPG rồi tải lên."
        ),
        "unreadable": "Không mở được tệp. Mở bằng Word hoặc Excel, lưu lại rồi tải lên.",
        "encrypted": "Tệp có mật khẩu. Bỏ mật khẩu rồi tải lên.",
        "encoding": "Bảng mã của tệp không phải Unicode. Lưu lại dạng CSV UTF-8 rồi tải lên.",
        "xml_encoding": "Bên trong tệp dùng bảng mã lạ. Mở bằng Word hoặc Excel, lưu thành tệp mới rồi tải lên.",
        "open_quote": "Dòng {line} có dấu nháy kép chưa đóng. Sửa dòng này rồi tải lên.",
        "too_heavy": "Không đọc được tệp trong giới hạn cho phép. Chia nhỏ tệp hoặc lưu lại rồi tải lên.",
        "too_busy": "Máy chủ đang đọc nhiều tệp khác. Nội dung vẫn còn: gửi lại sau ít phút.",
        "zip_too_many": "Tệp có quá nhiều thành phần. Sao chép nội dung sang tệp mới rồi tải lên.",
        "zip_names": "Cấu trúc tệp không an toàn. Sao chép nội dung sang tệp mới rồi tải lên.",
        "zip_method": (
            "Tệp được nén theo cách Word và Excel không dùng. Mở bằng Word hoặc Excel, lưu lại rồi tải lên."
        ),
        "zip_bomb": "Tệp nén quá mức cho phép. Sao chép nội dung sang tệp mới rồi tải lên.",
        "entities": "Tệp có khai báo không an toàn (DOCTYPE). Sao chép nội dung sang tệp mới rồi tải lên.",
        "external_links": (
            "Tệp tự lấy dữ liệu từ nơi khác khi mở: {target}. "
            "Bỏ liên kết này (với ảnh: chèn lại ảnh vào tệp) rồi tải lên."
        ),
        "external_workbook": (
            "Tệp có công thức lấy số liệu từ tệp khác. Trong Excel chọn Data → Edit Links → Break Link, "
            "lưu lại rồi tải lên."
        ),
        "data_connection": (
            "Tệp có kết nối lấy dữ liệu từ nơi khác. Trong Excel chọn Data → Queries & Connections rồi xóa kết nối; "
            "trong Word bỏ trộn thư. Lưu lại rồi tải lên."
        ),
        "fetching_field": (
            "Tệp Word có trường {name} lấy nội dung từ nơi khác. Bấm Ctrl+A rồi Ctrl+Shift+F9 để giữ lại chữ và ảnh, "
            "lưu lại rồi tải lên."
        ),
        "fetching_formula": (
            "Tệp Excel có công thức {name} lấy dữ liệu từ nơi khác. Chép các ô đó rồi dán lại dạng giá trị "
            "(Paste Values), lưu lại rồi tải lên."
        ),
        "signed_links": (
            "Tệp đã ký số có liên kết ra ngoài (tệp mẫu hoặc địa chỉ mạng), bỏ đi thì hỏng chữ ký. "
            "Gửi bản PDF đã ký, hoặc bỏ liên kết rồi ký lại."
        ),
        "infected": "Phần mềm diệt vi-rút từ chối tệp này. Quét lại máy đang dùng rồi gửi tệp sạch.",
        "not_scanned": "Chưa quét vi-rút được nên chưa nhận tệp. Gửi lại sau ít phút; vẫn không được thì báo quản trị.",
        "macro": "Tệp có macro. Lưu lại thành .docx hoặc .xlsx không có macro rồi tải lên.",
        "embedded_object": (
            "Tệp có nhúng đối tượng của phần mềm khác (không phải biểu đồ). Dán lại thành ảnh hoặc bảng rồi tải lên."
        ),
        "embedded_document": (
            "Tệp có chèn nguyên một văn bản khác bên trong. Sao chép nội dung vào văn bản này rồi tải lên."
        ),
        "unknown_part": "Tệp có thành phần lạ ({part}). Sao chép nội dung sang tệp mới rồi tải lên.",
        "pdf_action": "Tệp PDF có lệnh tự chạy khi mở. In ra PDF mới (Microsoft Print to PDF) rồi tải lên.",
        "pdf_locked": (
            "Tệp PDF được bảo vệ nên không kiểm tra được bên trong. Bỏ bảo vệ hoặc in ra PDF mới rồi tải lên."
        ),
    }
)
"""By the `why` of a refused file."""

FILE_CHANGES: Mapping[str, str] = words(
    {
        "template_cut": "“{file}”: đã bỏ liên kết đến tệp mẫu của Word, nội dung giữ nguyên.",
        "link_cut": "“{file}”: đã bỏ liên kết đến tệp hoặc máy khác, nội dung giữ nguyên.",
        "converted": "“{file}”: đã chuyển ảnh HEIC thành JPG.",
    }
)
"""By what was done to a file before it was kept."""


def sentence(term: Term) -> str:
    """Say how a deadline is read: its day or days, its kind, and what was taken for granted."""
    days = ", ".join(f"{day:%d/%m/%Y}" for day in term.days())
    hour = say(" lúc {hour}", hour=term.hour) if term.hour else ""
    said = (
        say("Hạn xử lý {days}{hour} ({term}).", days=days, hour=hour, term=TERM_KINDS[term.kind])
        if days
        else say("Chưa có ngày ({term}).", term=TERM_KINDS[term.kind])
    )
    return " ".join((said, *(ASSUMPTIONS[code] for code in term.assumptions)))


CONFIRMED_AGAIN = say(
    "Việc xong hoặc được xác nhận sau khi bắt đầu dùng phần mềm: ghi thành báo cáo hoàn thành, chờ người khác xác nhận."
)
"""Said beside a row of a register whose confirmation is not taken over."""

LATER_ON_PAPER = say("Tệp nhập lại ghi hạn muộn hơn.")
"""The reason of a request for more time that a paper brought in again makes."""

LATER_ASKED = say("Hạn muộn hơn hạn đang thực hiện: chuyển thành đề nghị gia hạn, chờ lãnh đạo quyết định.")
LATER_KEPT = say("Hạn muộn hơn hạn đang thực hiện: giữ hạn cũ cho đến khi lãnh đạo đồng ý gia hạn.")
"""Said beside a row that comes in again with a later deadline."""
