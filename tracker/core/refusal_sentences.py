"""The sentence of every refusal: what to do, with the limit in it, no blame."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping
from decimal import Decimal
from typing import Any

from tracker.core.i18n import make_message, make_messages
from tracker.core.labels import STATE_WORDS
from tracker.core.refusals import Reason, Refusal

ACCOUNT_REFUSALS: Mapping[Reason, str] = make_messages(
    {
        Reason.TOO_FAST: "Có nhiều lần thử. Đợi {seconds} giây rồi bấm lại.",
        Reason.OWN_ACCOUNT: "Không tự làm việc này cho chính mình. Đề nghị quản trị khác làm.",
        Reason.APPROVAL_NEEDED: (
            "Tài khoản này quyết định chung nên một mình quản trị không làm được. Gửi đề nghị để người thứ hai duyệt, "
            "hoặc gửi đường dẫn đến hộp thư của chủ tài khoản."
        ),
        Reason.NO_APPROVER: (
            "Không có người thứ hai nào duyệt được việc này. Mời người vận hành máy chủ chạy lệnh “flask user …” "
            "(xem Sổ tay vận hành)."
        ),
        Reason.OWN_PROPOSAL: "Người đề nghị, người được lợi và người làm thay họ không duyệt. Chuyển cho người khác.",
        Reason.PROPOSAL_OVER: "Đề nghị này đã có kết quả hoặc hết hạn. Gửi đề nghị mới nếu vẫn cần.",
        Reason.ADDRESS_WRONG: "Nhập địa chỉ thư dạng ten@co-quan.gov.vn.",
        Reason.CODE_WRONG: "Mã chưa đúng hoặc đã dùng. Nhập mã mới đang hiện trên điện thoại, hoặc một mã dự phòng.",
        Reason.PASSWORD_WRONG: "Mật khẩu chưa đúng. Nhập lại mật khẩu đang dùng.",
        Reason.LINK_OVER: "Đường dẫn này đã dùng hoặc hết hạn. Xin đường dẫn mới ở mục Quên mật khẩu hoặc từ quản trị.",
        Reason.SIGN_ON_AWAY: (
            "Chưa liên lạc được với hệ thống đăng nhập chung. Thử lại sau, hoặc đăng nhập bằng mật khẩu ở dưới."
        ),
        Reason.SIGN_ON_BROKEN: "Lần đăng nhập chung này đã hết hạn hoặc không khớp. Đăng nhập lại từ trang này.",
        Reason.SIGN_ON_CANCELLED: "Anh/chị đã dừng đăng nhập chung. Đăng nhập lại khi cần.",
        Reason.SIGN_ON_UNKNOWN: (
            "Tài khoản chung này chưa được cấp quyền vào hệ thống. Liên hệ quản trị của cơ quan để được mời."
        ),
    }
)

API_REFUSALS: Mapping[Reason, str] = make_messages(
    {
        Reason.ARGUMENT_WRONG: "Tham số “{name}” phải là {expected}.",
        Reason.ARGUMENT_UNKNOWN: "Không có trường “{name}”. Xem /api/v1/openapi.json.",
        Reason.BODY_WRONG: "Thân yêu cầu phải là một đối tượng JSON, kèm Content-Type: application/json.",
        Reason.VERSION_MISSING: "Gửi kèm tiêu đề If-Match với ETag của nhiệm vụ đã xem.",
        Reason.TOKEN_WRONG: "Gửi kèm tiêu đề Authorization: Bearer với khóa còn hiệu lực.",
        Reason.SCOPE_MISSING: "Chọn ít nhất một quyền cho khóa này.",
        Reason.SCOPE_TOO_SMALL: "Khóa này không có quyền “{scope}”. Tạo khóa khác ở mục Tài khoản của tôi.",
    }
)

CARE_REFUSALS: Mapping[Reason, str] = {
    Reason.TARGET_IN_USE: "Thư mục {folder} đã có nội dung. Chọn thư mục mới hoặc còn trống.",
    Reason.DISK_FULL: "Ổ đĩa nơi sao lưu cần còn trống ít nhất {megabytes} MB. Dọn bớt hoặc chọn ổ khác.",
    Reason.NOTHING_THERE: "Cơ sở dữ liệu chưa có bảng nào. Chạy “flask init” trước.",
    Reason.NO_BACKUP: "Thư mục {folder} không có bản sao lưu. Chọn thư mục có tệp manifest.json.",
    Reason.BACKUP_DAMAGED: "Bản sao lưu bị hỏng ở “{what}”. Dùng bản sao lưu khác.",
    Reason.BACKUP_TOO_NEW: "Bản sao lưu do phiên bản mới hơn ({program}) tạo ra. Nâng cấp phần mềm rồi khôi phục.",
    Reason.POLICY_UNKNOWN: "Không có cách tính {name} = {value}. Chọn: {offered}.",
    Reason.BACKUP_HAS_FINDINGS: (
        "Khi sao lưu, dữ liệu đã có {number} điểm không khớp: {first} Dùng bản sao lưu trước đó, hoặc thêm "
        "--accept-findings để khôi phục nguyên trạng."
    ),
    Reason.ANCHOR_UNREADABLE: "Ghi mốc nhật ký như trên thư hoặc báo cáo, ví dụ 4509:0f3a5b7c9d1e2f40.",
    Reason.NOT_EMPTY: (
        "Chỉ khôi phục vào nơi còn trống, chưa chạy “flask init”. Đặt TRACKER_DATABASE_URL và TRACKER_DATA_DIR mới."
    ),
    Reason.OTHER_ENVIRONMENT: "Bản sao lưu thuộc môi trường “{environment}”. Đặt TRACKER_ENV cho khớp rồi thử lại.",
}


FILE_REFUSALS: Mapping[str, str] = make_messages(
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

REFUSALS: Mapping[Reason, str] = make_messages(
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
        Reason.PHRASE_UNREADABLE: ("Chưa đọc được thời hạn “{phrase}”. Ghi ngày cụ thể, ví dụ: trước ngày 15/9/2021."),
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
        Reason.DATE_BEFORE_TAKEN_UP: (
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
        Reason.UPLOAD_LIMIT_REACHED: "Tệp vượt giới hạn {limit} của {whose}. Giảm dung lượng tệp hoặc gửi ít tệp hơn.",
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
        Reason.ESCALATION_REVERSED: "Nhập {least} ngày trở lên: cấp trên được báo sau cấp dưới.",
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
        Reason.FIGURES_INCOMPLETE: (
            "Còn chỉ tiêu chưa có số liệu hoặc lý do: {codes}. Mở “Nhập và gửi số liệu” để bổ sung rồi gửi."
        ),
        Reason.DEMO_ONLY: "Dữ liệu thử chỉ nạp được vào cơ sở dữ liệu thử còn trống. Dùng TRACKER_ENV=demo.",
    }
)


def describe_refusal(refusal: Refusal) -> str:
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
    return make_message("“{file}”: {why}", file=file, why=why) if file else why


WHY_NO_TEMPLATE: Mapping[str, str] = make_messages(
    {
        "syntax": "một thẻ viết sai cú pháp",
        "unsafe": "có thẻ gọi đến thứ không được phép",
        "broken": "một thẻ không tính được",
        "too_long": "báo cáo làm ra quá dài",
        "too_slow": "tính quá lâu, thường do vòng lặp lồng nhau",
    }
)
"""Why a template of the office is not used."""

OWNERS_OF_LIMITS: Mapping[str, str] = make_messages(
    {"one_file": "một tệp", "one_task": "một nhiệm vụ", "one_unit": "một đơn vị"}
)
"""Whose limit of stored files is reached, in words."""


def _words(value: Any) -> str:
    if isinstance(value, Decimal):
        return f"{value.normalize():f}".replace(".", ",")
    if isinstance(value, dt.date):
        return f"{value.day:02}/{value.month:02}/{value.year}"
    return STATE_WORDS.get(str(value)) or OWNERS_OF_LIMITS.get(str(value), str(value))
