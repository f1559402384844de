"""The sentence of every refusal: what to do, with the limit in it, no blame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.rules.refusals import Reason, Refusal
from tracker.wording import STATE_WORDS
from tracker.wording.accounts import ACCOUNT_REFUSALS
from tracker.wording.api import API_REFUSALS
from tracker.wording.care import CARE_REFUSALS
from tracker.wording.sentence import say, words
from tracker.wording.terms import FILE_REFUSALS

REFUSALS: Mapping[Reason, str] = words(
    {
        Reason.NOT_ALLOWED: "Anh/chị chưa được giao quyền làm việc này. Liên hệ quản trị nếu cần.",
        Reason.NOT_FOUND: "Không tìm thấy nội dung này trong phạm vi anh/chị được xem.",
        Reason.STALE: "Có người vừa cập nhật nội dung này. Xem thay đổi ở trên rồi gửi lại nếu vẫn cần.",
        Reason.WRONG_STATE: "Nhiệm vụ đang ở trạng thái “{state}” nên không làm được việc này.",
        Reason.NOTE_MISSING: "Ghi nội dung hoặc lý do.",
        Reason.DOCUMENT_MISSING: "Ghi số, ký hiệu văn bản làm căn cứ.",
        Reason.RESULT_MISSING: "Ghi kết quả thực hiện, số văn bản, hoặc đính kèm tệp minh chứng.",
        Reason.DATE_IN_FUTURE: "Chọn ngày {latest} hoặc trước đó.",
        Reason.DATE_BEFORE_ASSIGNMENT: "Chọn ngày {earliest} (ngày giao) hoặc sau đó.",
        Reason.LATE_REPORT_NOT_ACKNOWLEDGED: (
            "Ngày hoàn thành {done_on} sớm hơn ngày báo cáo quá 3 ngày làm việc. "
            "Đánh dấu “Đã kiểm tra ngày hoàn thành” nếu chấp nhận."
        ),
        Reason.OWN_REPORT: "Người đã gửi đề nghị không tự quyết định. Chuyển cho người khác có quyền.",
        Reason.DEADLINE_NOT_LATER: "Chọn hạn mới sau ngày {after}.",
        Reason.DEADLINE_BEFORE_ISSUE: "Hạn {due_on} trước ngày ban hành {issued_on}. Kiểm tra lại thời hạn.",
        Reason.DEADLINE_UNKNOWN: "Văn bản không ghi bao nhiêu ngày sau đó. Nhập hạn xử lý.",
        Reason.EXTENSION_ALREADY_OPEN: "Đã có một đề nghị gia hạn đang chờ lãnh đạo quyết định.",
        Reason.NO_OPEN_EXTENSION: "Không còn đề nghị gia hạn nào chờ quyết định.",
        Reason.MARK_NOT_ALLOWED: (
            "Chỉ đánh dấu “đạt yêu cầu đến thời điểm báo cáo” cho nhiệm vụ thường xuyên, định kỳ, "
            "có điều kiện hoặc có hạn cuối năm."
        ),
        Reason.LEAD_MISSING: "Chọn ít nhất một đơn vị chủ trì.",
        Reason.UNIT_NOT_ACTIVE: "{unit} không hoạt động vào ngày {day}. Chọn đơn vị khác.",
        Reason.RENAMED_SINCE: "{unit} đã đổi tên từ ngày {day}. Chọn ngày sau đó.",
        Reason.NAME_TAKEN: "Đã có đơn vị “{name}” (mã {code}). Dùng đơn vị đó, hoặc đặt tên khác.",
        Reason.UNIT_UNKNOWN: "Chưa nhận ra đơn vị “{text}”. Chọn đơn vị trong danh sách.",
        Reason.SUCCESSOR_MISSING: "Chọn đơn vị hoặc cơ quan tiếp nhận.",
        Reason.SUCCESSOR_IS_ITSELF: "{unit} đang được sắp xếp nên không thể đồng thời là đơn vị tiếp nhận.",
        Reason.NOT_A_DEPUTY: "Chọn một người khác đang có tài khoản làm người thay.",
        Reason.DEPUTY_ALREADY_NAMED: "Đã cử {deputy} làm thay từ {since} đến {until}. Chọn thời gian khác.",
        Reason.CALENDAR_MISSING: "Chưa có lịch làm việc năm {year}. Nhập lịch nghỉ của năm này trước.",
        Reason.IMPOSSIBLE_DATE: "Không có ngày “{written}”. Có phải là {suggestion} không?",
        Reason.PHRASE_UNREADABLE: (
            "Chưa đọc được thời hạn “{phrase}”. Ghi ngày cụ thể, ví dụ: trước ngày 15/9/2021."
        ),
        Reason.FILE_REFUSED: (
            "Chưa nhận được tệp này. Gửi tệp PDF, Word (.docx), Excel (.xlsx) hoặc ảnh, tối đa 20 MB."
        ),
        Reason.FILTER_UNREADABLE: "Bộ lọc “{name}” không có giá trị “{value}”. Chọn lại hoặc bỏ bộ lọc này.",
        Reason.FILE_ALTERED: (
            "Nội dung đã lưu không còn nguyên vẹn nên không mở được. Báo quản trị đối chiếu với bản sao lưu."
        ),
        Reason.DUPLICATE: "Đã có mục này rồi. Kiểm tra lại trước khi thêm.",
        Reason.PASSWORD_WEAK: "Đặt mật khẩu dài ít nhất 12 ký tự, khó đoán, không phải mật khẩu phổ biến.",
        Reason.SIGN_IN_FAILED: "Tên đăng nhập hoặc mật khẩu chưa đúng. Kiểm tra rồi thử lại.",
        Reason.SETUP_CODE_WRONG: "Mã thiết lập chưa đúng. Xem mã do lệnh “flask init” in ra trên máy chủ.",
        Reason.LAST_ADMINISTRATOR: "Hệ thống cần ít nhất một quản trị. Giao vai trò cho người khác trước.",
        Reason.SECRET_CONTENT: (
            "Văn bản mật chỉ ghi số, ký hiệu: xóa nội dung ở ô này và không gửi tệp. Nội dung xem ở bản giấy."
        ),
        Reason.SECRET_PAPER: "Văn bản này đã ghi là văn bản mật. Chọn độ mật và để trống nội dung.",
        Reason.REQUEST_REUSED: "Yêu cầu này đã được thực hiện.",
        Reason.PERIOD_REVERSED: "Chọn ngày bắt đầu trước hoặc bằng ngày chốt số liệu {as_of}.",
        Reason.PERIOD_UNKNOWN: (
            "Không có kỳ báo cáo “{name}”. Ghi năm, hoặc năm kèm kỳ: 2021, 2021-Q3, 2021-6T, 2021-9T."
        ),
        Reason.DATE_OUTSIDE_PERIOD: "Ngày {day} nằm ngoài kỳ. Chọn ngày chốt trong kỳ, từ {first} đến {last}.",
        Reason.MENTION_UNKNOWN: (
            "Không có ai tên “@{name}” được xem nhiệm vụ này. "
            "Chép đúng họ tên hoặc tên đăng nhập trong danh sách bên dưới."
        ),
        Reason.MENTION_AMBIGUOUS: "Có nhiều người tên “{name}”. Ghi tên đăng nhập trong danh sách bên dưới.",
        Reason.COMMENT_FIXED: "Trao đổi chỉ sửa được trong 15 phút sau khi viết. Viết trao đổi mới nếu cần nói thêm.",
        Reason.DATE_BEFORE_IN_HAND: (
            "Chọn ngày {earliest} hoặc sau đó: trước ngày này nhiệm vụ chưa ở đơn vị, đã bị trả lại hoặc chưa mở lại."
        ),
        Reason.OWN_UNIT: "Việc này của chính đơn vị anh/chị. Chuyển cho người có quyền ở đơn vị khác hoặc lãnh đạo.",
        Reason.EVIDENCE_MISSING: (
            "Nhiệm vụ này bắt buộc có minh chứng. Ghi số, ký hiệu văn bản hoặc đính kèm ít nhất một tệp."
        ),
        Reason.DEADLINE_NOT_EARLIER: (
            "Chọn hạn trước ngày {before}. Muốn lùi hạn, đơn vị xin gia hạn và lãnh đạo quyết định."
        ),
        Reason.DEADLINE_IN_PAST: "Chọn hạn từ ngày {earliest} trở đi.",
        Reason.INNER_DEADLINE_TOO_LATE: "Chọn hạn nội bộ ngày {latest} hoặc trước đó (hạn của đơn vị chủ trì).",
        Reason.UNIT_HAS_IT: "{unit} đang chủ trì nhiệm vụ này. Chọn đơn vị khác.",
        Reason.NOT_OF_THE_UNIT: "Chọn người đang công tác tại đơn vị.",
        Reason.ONLY_FOR_THE_LEAD: "Việc này chỉ làm với phần của đơn vị chủ trì.",
        Reason.ONLY_FOR_A_SHARE: "Việc này chỉ làm với phần của đơn vị phối hợp.",
        Reason.NOTHING_CHANGED: "Nội dung mới giống nội dung đang có. Sửa lại hoặc quay lại nhiệm vụ.",
        Reason.NOTHING_TO_CORRECT: "Nhật ký chưa có nội dung hay số văn bản nào để đính chính.",
        Reason.NOT_TO_BE_MERGED: "Chọn một nhiệm vụ khác của cùng đơn vị, đang làm hoặc đã hoàn thành.",
        Reason.DEADLINE_PASSED: (
            "Hạn {due_on} đã qua nên chỉ tạm dừng được từ hôm nay ({earliest}); thời gian đã quá hạn vẫn tính."
        ),
        Reason.LATE_WORK_NOT_MERGED: (
            "Nhiệm vụ này đã quá hạn. Chỉ nhập vào nhiệm vụ cũng đã quá hạn, có hạn không muộn hơn ngày {due_on}."
        ),
        Reason.NO_EARLIER_DAY: (
            "Không có đề nghị tạm dừng nào chờ duyệt từ ngày này. "
            "Duyệt đúng ngày đã đề nghị, hoặc cho tiếp tục rồi tạm dừng lại."
        ),
        Reason.SHIFT_WITHOUT_DEADLINE: "Nhiệm vụ không có hạn để lùi. Chọn “Giữ nguyên hạn”.",
        Reason.NO_MORE_ROOM: "Tệp vượt giới hạn {limit} của {whose}. Giảm dung lượng tệp hoặc gửi ít tệp hơn.",
        Reason.SECOND_PERSON: (
            "Điều chỉnh số liệu, báo cáo đã chốt cần hai người: người đề nghị không tự duyệt. "
            "Chuyển cho người khác có quyền."
        ),
        Reason.TOO_MANY_FILES: "Anh/chị đã gửi {number} tệp trong một giờ. Đợi một lúc rồi gửi tiếp.",
        Reason.EXTENSION_WITHOUT_DEADLINE: "Nhiệm vụ không có hạn nên không cần xin gia hạn.",
        Reason.ADDRESS_REFUSED: (
            "Nhập địa chỉ bắt đầu bằng https:// hoặc http://, không có dấu cách, tên hay mật khẩu."
        ),
        Reason.REMINDER_DAYS: "Nhập số ngày làm việc từ 1 đến {most}, tối đa 5 mốc trước hạn, ví dụ: 5, 1.",
        Reason.LADDER_REVERSED: "Nhập {least} ngày trở lên: cấp trên được báo sau cấp dưới.",
        Reason.RULE_IN_PAST: "Chọn ngày có hiệu lực từ {earliest} trở đi.",
        Reason.LETTER_NOT_DEAD: "Thư này không ở tình trạng “Không gửi được” nên không cần gửi lại.",
        Reason.NO_ADDRESS: "Tài khoản chưa có địa chỉ thư. Đề nghị người quản trị ghi địa chỉ thư trước.",
        Reason.OCCURRENCE_SETTLED: "Kỳ này đã xong hoặc đã bỏ. Chọn kỳ khác.",
        Reason.OCCURRENCE_REPORTED: "Kỳ này đã báo cáo và đang chờ xác nhận. Chọn kỳ khác.",
        Reason.OCCURRENCE_NOT_REPORTED: "Kỳ này chưa có báo cáo chờ xác nhận. Chọn kỳ khác.",
        Reason.OCCURRENCES_OPEN: (
            "Còn {number} kỳ chưa xong. Báo cáo từng kỳ; nhiệm vụ hoàn thành khi kỳ cuối được xác nhận."
        ),
        Reason.NO_OCCURRENCE_THERE: "Không có kỳ nào chưa xong trong khoảng này. Chọn khoảng ngày khác.",
        Reason.PDF_NOT_MADE: "Máy chủ chưa xuất được PDF (cần cài LibreOffice). Tải bản Word rồi lưu thành PDF.",
        Reason.URGING_RECORDED: "Công văn {reference} đã ghi vào các nhiệm vụ này. Kiểm tra lại số, ký hiệu.",
        Reason.ALREADY_URGED: "Hôm nay đã đôn đốc nhiệm vụ này. Đôn đốc lại từ ngày mai.",
        **ACCOUNT_REFUSALS,
        **API_REFUSALS,
        **CARE_REFUSALS,
        Reason.FORMULA_UNREADABLE: (
            "Chưa đọc được công thức “{formula}”. Viết bằng mã chỉ tiêu và các dấu + - * / ( ), ví dụ: 3.1.3a + 3.1.3b."
        ),
        Reason.RULE_UNREADABLE: (
            "Chưa đọc được quy tắc “{rule}”. Viết: <= 1.1.1 (không lớn hơn), = 3.1.3a + 3.1.3b (bằng tổng), "
            "excludes 7.6.2b (loại trừ nhau), same 7.8.2 (cùng một nội dung)."
        ),
        Reason.NUMBER_UNREADABLE: "Chưa đọc được “{text}”. Nhập một số, phần giải thích ghi ở ô ghi chú.",
        Reason.NUMBER_UNCLEAR: ("“{text}” có thể là {one} hoặc {other}. Nhập rõ {one} hay {other}."),
        Reason.CHOICE_UNKNOWN: "“{text}” không có trong các lựa chọn. Nhập một trong: {codes}.",
        Reason.SHARE_TOO_LARGE: "Tỷ lệ {share} % lớn hơn 100 %. Kiểm tra lại.",
        Reason.PART_EXCEEDS_WHOLE: "Tử số {part} lớn hơn mẫu số {whole}. Kiểm tra lại hai số.",
        Reason.SHARE_DIFFERS: "{part}/{whole} là {expected} %, khác tỷ lệ đã nhập {share} %. Sửa một trong hai.",
        Reason.SHARE_INCOMPLETE: "Nhập cả tử số và mẫu số; tỷ lệ do hệ thống tính.",
        Reason.REASON_MISSING: "Chỉ tiêu {code}: nhập số liệu, hoặc chọn lý do để trống.",
        Reason.REPORT_FIXED: "Báo cáo này đã chốt nên không sửa được. Lập phiên bản mới nếu cần điều chỉnh.",
        Reason.FORM_MISSING: "Chưa có biểu chỉ tiêu nào dùng được vào ngày {day}. Nạp biểu chỉ tiêu trước.",
        Reason.INSPECTION_SETTLED: "Nội dung này đã có kết quả. Xem lại tình trạng ở trên.",
        Reason.DAY_MISSING: "Nhập ngày này, ví dụ: 15/9/2021.",
        Reason.ERRORS_OPEN: "Còn {number} chỗ sai chưa xử lý. Sửa, hoặc ghi lý do giữ nguyên ở trang kiểm tra.",
        Reason.NUMBER_MISSING: "Nhập số, ký hiệu báo cáo, ví dụ: 4279/BC-UBND.",
        Reason.DATE_BEFORE_CUT_OFF: "Chọn ngày báo cáo từ ngày chốt số liệu {as_of} trở đi.",
        Reason.TIERS_UNREADABLE: "Chưa đọc được bậc điểm “{tiers}”. Viết dạng 100: 2; 80: 1 (từ 100 % được 2 điểm).",
        Reason.NOT_FROZEN: "Chỉ lập phiên bản mới cho báo cáo đã chốt.",
        Reason.TAG_UNKNOWN: "Mẫu dùng tên không có: {tags}. Sửa theo bảng tên dùng được rồi tải lên lại.",
        Reason.TEMPLATE_REFUSED: "Mẫu này không dùng được: {why}. Sửa tệp Word rồi tải lên lại.",
        Reason.NOT_ASKED: "Chưa gửi yêu cầu báo cáo số liệu nên chưa gửi hay nhận được. Có thể lưu số liệu trước.",
        Reason.FIGURES_MISSING: "Còn chỉ tiêu chưa có số liệu hoặc lý do: {codes}. Trả lại để đơn vị bổ sung.",
        Reason.FIGURES_OWED: (
            "Còn chỉ tiêu chưa có số liệu hoặc lý do: {codes}. Mở “Nhập và gửi số liệu” để bổ sung rồi gửi."
        ),
        Reason.DEMO_ONLY: "Dữ liệu thử chỉ nạp được vào cơ sở dữ liệu thử còn trống. Dùng TRACKER_ENV=demo.",
    }
)


def explain(refusal: Refusal) -> str:
    """Return the Vietnamese sentence of a refusal, its details filled in."""
    if refusal.reason is Reason.FILE_REFUSED and refusal.details.get("why") in FILE_REFUSALS:
        return _of_file(refusal)
    details = {name: _words(value) for name, value in refusal.details.items()}
    if refusal.reason is Reason.TEMPLATE_REFUSED:
        details["why"] = WHY_NO_TEMPLATE[str(refusal.details.get("why"))]
    try:
        return REFUSALS[refusal.reason].format(**details)
    except KeyError:  # a detail is missing: the sentence without its braces still says what to do
        return REFUSALS[refusal.reason].split("{", 1)[0].rstrip(" “(") + "."


def _of_file(refusal: Refusal) -> str:
    """Return why a file was refused, after its name where it is known."""
    known = {"part": "–", "target": "–", "name": "–"} | refusal.details
    why = FILE_REFUSALS[refusal.details["why"]].format(**known)
    file = refusal.details.get("file")
    return say("“{file}”: {why}", file=file, why=why) if file else why


WHY_NO_TEMPLATE: Mapping[str, str] = words(
    {
        "syntax": "một thẻ viết sai cú pháp",
        "unsafe": "có thẻ gọi đến thứ không được phép",
        "broken": "một thẻ không tính được",
        "too_long": "báo cáo làm ra quá dài",
        "too_slow": "tính quá lâu, thường do vòng lặp lồng nhau",
    }
)
"""Why a template of the office is not used."""

OWNERS_OF_LIMITS: Mapping[str, str] = words(
    {
        "one_file": "một tệp",
        "one_task": "một nhiệm vụ",
        "one_unit": "một đơn vị",
    }
)
"""Whose room is full, in words."""


def _words(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, dt.date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return STATE_WORDS.get(str(value)) or OWNERS_OF_LIMITS.get(str(value), str(value))
