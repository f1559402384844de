"""What those who look after the installation are told: backups, restoring, the event log's anchors.

What `flask verify`, a backup and a restore say of what they found, one sentence to a kind of finding.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence

from tracker.core.clock import VIETNAM
from tracker.law.hash_chain import ChainAnchor
from tracker.operations.doctor import Check, DoctorFinding, Level

ROW_NUMBERS_SHOWN = 20
"""How many numbers a sentence names."""

AND_MORE = "{where} và {number} số khác"

FOUND: Mapping[str, str] = {
    "events": "Nhật ký bị thay đổi từ dòng số {where}. Khôi phục từ bản sao lưu.",
    "anchor": "Nhật ký không còn khớp mốc {where}: đã bị cắt, xếp lại hoặc viết lại. Khôi phục từ bản sao lưu.",
    "ledger": "Sổ niêm phong dữ liệu bị thay đổi từ mục số {where}. Khôi phục từ bản sao lưu.",
    "ledger_cut": "Sổ niêm phong dữ liệu đã bị cắt bớt. Khôi phục từ bản sao lưu.",
    "figures": "Số liệu của nhiệm vụ số {where} khác với nhật ký. Báo quản trị kiểm tra.",
    "frozen": "Số liệu đã chốt số {where} khác với nhật ký. Báo quản trị kiểm tra.",
    "changed": "{table}: dòng số {where} bị sửa ngoài phần mềm. Đối chiếu với bản sao lưu.",
    "missing": "{table}: dòng số {where} bị xóa ngoài phần mềm. Đối chiếu với bản sao lưu.",
    "added": "{table}: dòng số {where} được thêm ngoài phần mềm. Báo quản trị kiểm tra.",
    "file_changed": "{table}: tệp của dòng số {where} không còn nguyên vẹn nên không mở được. Chép lại từ bản sao lưu.",
    "file_missing": "{table}: tệp của dòng số {where} không còn. Chép lại từ bản sao lưu.",
}

TABLES: Mapping[str, str] = {
    "account_event": "Nhật ký tài khoản",
    "account_link": "Đường dẫn đặt mật khẩu",
    "incoming_answer": "Thư trả lời",
    "api_token": "Khóa kết nối",
    "area": "Lĩnh vực",
    "assignment": "Lượt giao nhiệm vụ",
    "assignment_tag": "Nhãn của nhiệm vụ",
    "calendar_day": "Lịch làm việc",
    "calendar_feed": "Địa chỉ lịch",
    "channel": "Kênh thông báo",
    "check_waiver": "Giải trình kiểm tra báo cáo",
    "comment": "Trao đổi",
    "deputation": "Ủy quyền",
    "directive": "Ý kiến chỉ đạo",
    "document": "Văn bản",
    "evidence": "Tài liệu minh chứng",
    "extension": "Đề nghị gia hạn",
    "figure_subscription": "Thư số liệu",
    "freeze_request": "Đề nghị chốt lại",
    "frozen_period": "Số liệu đã chốt",
    "frozen_report": "Báo cáo đã chốt",
    "assignee_interval": "Người thực hiện",
    "import_batch": "Tệp nhập",
    "import_detail": "Tệp nhập kèm theo",
    "indicator": "Chỉ tiêu",
    "indicator_entry": "Số liệu chỉ tiêu",
    "indicator_form": "Biểu mẫu chỉ tiêu",
    "inspection": "Kiểm tra",
    "inspection_finding": "Kết quả kiểm tra",
    "installation_fact": "Thông tin cơ quan",
    "letter": "Thư",
    "membership": "Vai trò",
    "occurrence": "Kỳ báo cáo",
    "person": "Người dùng",
    "plan": "Kế hoạch",
    "plan_item": "Nội dung kế hoạch",
    "policy_setting": "Cách tính",
    "provider_identity": "Đăng nhập chung",
    "recovery_code": "Mã khôi phục",
    "reminder_rule": "Quy tắc nhắc việc",
    "report": "Báo cáo",
    "report_template": "Mẫu báo cáo",
    "report_waiver": "Giải trình trong báo cáo",
    "scoring_criterion": "Tiêu chí chấm điểm",
    "scoring_proof": "Minh chứng chấm điểm",
    "scoring_sheet": "Bảng chấm điểm",
    "second_factor": "Xác thực hai lớp",
    "submission": "Báo cáo hoàn thành",
    "tag": "Nhãn",
    "task": "Nhiệm vụ",
    "unit": "Đơn vị",
    "unit_lineage": "Sắp xếp đơn vị",
}
"""What people call the tables whose rows are sealed."""


def finding_sentences(codes: Iterable[str]) -> Iterator[str]:
    """Yield one sentence for each kind of finding and table, naming up to `ROW_NUMBERS_SHOWN` places.

    `codes` are those of `Verification.findings`: a kind, then the table where there is one, then the place.
    """
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in codes:
        kind, _, rest = code.partition(":")
        table, _, number = rest.rpartition(":") if "{table}" in FOUND[kind] else ("", "", rest)
        places[kind, table].append(number)
    for (kind, table), numbers in places.items():
        where = ", ".join(numbers[:ROW_NUMBERS_SHOWN])
        if len(numbers) > ROW_NUMBERS_SHOWN:
            where = AND_MORE.format(where=where, number=len(numbers) - ROW_NUMBERS_SHOWN)
        yield FOUND[kind].format(where=where, table=TABLES.get(table, table))


"""The sentence of every refusal of a backup or a restore."""

NO_EXTRA = "{setting} cần các gói của “make extras” (requirements/extras.lock)."
NO_NETWORK_DRIVE = "Tệp SQLite nằm trên ổ mạng ({drive}). Chuyển vào ổ của máy, hoặc dùng PostgreSQL."
KEY_IS_LOST = (
    "Có mã xác thực hai lớp không giải mã được bằng khóa hiện nay. Đặt lại khóa cũ: ghi vào "
    "TRACKER_SECRET_KEY_FALLBACKS rồi chạy lại. "
    "Mất hẳn khóa cũ: chạy “flask user drop-second-factor TÊN” cho từng người."
)
"""Why `flask init` does not go on when the key was changed and the former one was not kept."""

ANCHOR_SUBJECT = "[Theo dõi nhiệm vụ] Mốc nhật ký ngày {day:%d/%m/%Y}"
ANCHOR_TEXT = """Kính gửi anh/chị {name},

Mốc nhật ký ngày {day:%d/%m/%Y}:

    {anchor}

Nhật ký có {lines} dòng, mã dòng cuối là phần sau dấu hai chấm. Giữ thư này: khi cần kiểm tra nhật ký có bị sửa, xóa hay
xếp lại không, quản trị chạy trên máy chủ

    flask verify --anchor {anchor}
"""
"""The daily letter that carries the anchor of the event log out of this installation."""


def anchor_letter(name: str, day: dt.date, anchor: ChainAnchor) -> tuple[str, str]:
    """Return subject and text of the daily letter with the anchor of the event log."""
    text = ANCHOR_TEXT.format(name=name, day=day, anchor=anchor, lines=anchor.lines)
    return ANCHOR_SUBJECT.format(day=day), text


def backup_words(rows: int, files: int, lines: int, missing: int, findings: Sequence[str] = ()) -> str:
    """Say what a backup holds, and what was found when it was checked as a restore would check it."""
    gone = f" Thiếu {missing} tệp đã mất từ trước; chạy “flask doctor” để xem." if missing else ""
    checked = "đã đọc lại, đếm lại và khớp"
    if findings:
        checked = f"đã đọc lại, có {len(findings)} điểm không khớp: " + " ".join(finding_sentences(findings))
    return f"{rows} dòng dữ liệu, {files} tệp, nhật ký {lines} dòng; {checked.rstrip('.')}.{gone}"


FINDINGS: Mapping[tuple[Check, str], str] = {
    (Check.ENGINE, ""): "{kind} {version} {journal}: ghi xuống đĩa trước khi báo xong.",
    (Check.ENGINE, "too_old"): "{kind} {version} đã cũ. Nâng lên PostgreSQL 15 trở lên.",
    (
        Check.ENGINE,
        "network_drive",
    ): "Tệp SQLite nằm trên ổ mạng ({drive}), khóa tệp không tin được. Chuyển vào ổ của máy, hoặc dùng PostgreSQL.",
    (Check.ENGINE, "not_on_disk"): "{kind} {version} báo xong trước khi ghi xuống đĩa. Bật lại chế độ ghi an toàn.",
    (Check.SCHEMA, ""): "Bảng dữ liệu đúng phiên bản {here}.",
    (Check.SCHEMA, "behind"): "Bảng dữ liệu ở phiên bản {here}, phần mềm cần {newest}. Chạy “flask init”.",
    (Check.EVENT_LOG, ""): "Nhật ký {lines} dòng liền mạch, mã cuối {head}.",
    (Check.EVENT_LOG, "broken"): "Nhật ký bị thay đổi từ dòng số {line}. Khôi phục từ bản sao lưu.",
    (Check.REFERENCES, ""): "Các bảng dữ liệu khớp với nhau.",
    (Check.REFERENCES, "astray"): "Có dòng trỏ đến nội dung không còn (bảng: {tables}). Khôi phục từ bản sao lưu.",
    (Check.SCHEDULER, ""): "Bộ gửi thư nhắc đang chạy.",
    (Check.SCHEDULER, "never"): "Bộ gửi thư nhắc chưa chạy lần nào. Chạy “flask scheduler”.",
    (Check.SCHEDULER, "silent"): "Bộ gửi thư nhắc im lặng từ {at}. Khởi động lại “flask scheduler”.",
    (Check.SCHEDULER, "trouble"): "Bộ gửi thư nhắc gặp trở ngại: {error}",
    (Check.MAIL, ""): "Đường gửi thư thông.",
    (Check.MAIL, "away"): "Chưa gửi được thư: {fault}. Kiểm tra TRACKER_SMTP_URL và máy chủ thư.",
    (Check.LETTERS, ""): "Không có thư nào bị kẹt.",
    (Check.LETTERS, "waiting"): "Có thư chờ gửi từ {since}. Kiểm tra máy chủ thư.",
    (Check.LETTERS, "dead"): "{number} thư không gửi được. Xem mục Thư nhắc việc, sửa địa chỉ rồi gửi lại.",
    (Check.DISK, ""): "Ổ đĩa còn trống {megabytes} MB.",
    (Check.DISK, "little"): "Ổ đĩa chỉ còn trống {megabytes} MB. Dọn bớt hoặc mở rộng ổ đĩa.",
    (Check.ZONE, ""): "Giờ Việt Nam đọc đúng (+07:00).",
    (Check.ZONE, "wrong"): "Dữ liệu múi giờ sai. Cài lại gói tzdata.",
    (Check.CLOCK, ""): "Đồng hồ máy chủ khớp.",
    (Check.CLOCK, "apart"): "Đồng hồ máy chủ lệch {seconds} giây. Bật đồng bộ giờ (NTP).",
    (Check.CALENDAR, ""): "Đã có lịch làm việc năm nay và năm tới.",
    (Check.CALENDAR, "missing"): "Chưa có lịch làm việc năm {years}. Chạy “flask calendar open NĂM” rồi đối chiếu.",
    (Check.ORPHANS, ""): "Việc chưa xong nào cũng có đơn vị và người theo.",
    (
        Check.ORPHANS,
        "some",
    ): "{number} việc chưa xong của đơn vị đã giải thể hoặc người không còn quyền. Xem mục Sắp xếp.",
    (Check.FILES_MISSING, ""): "Đủ {number} tệp đính kèm.",
    (Check.FILES_MISSING, "some"): "Thiếu hoặc sai {number} tệp, ví dụ {first}. Chép lại từ bản sao lưu.",
    (Check.FILES_MISSING, "away"): "Kho tệp không trả lời ({fault}). Kiểm tra TRACKER_S3_… và đường mạng tới kho.",
    (Check.FILES_STRAY, "away"): "Chưa xem được tệp thừa vì kho tệp không trả lời.",
    (Check.FILES_STRAY, ""): "Không có tệp thừa.",
    (Check.FILES_STRAY, "some"): "{number} tệp không thuộc nội dung nào, ví dụ {first}. Có thể xóa sau khi sao lưu.",
    (Check.BACKUP, ""): "Bản sao lưu gần nhất lúc {at}.",
    (Check.BACKUP, "off"): "Chưa bật sao lưu hằng đêm. Đặt TRACKER_BACKUP_DIR khi chạy chính thức.",
    (Check.BACKUP, "never"): "Chưa có bản sao lưu nào trong {folder}. Kiểm tra bộ gửi thư nhắc có đang chạy.",
    (Check.BACKUP, "old"): "Bản sao lưu gần nhất đã cũ ({at}). Kiểm tra bộ gửi thư nhắc và ổ đĩa.",
    (Check.BACKUP, "trouble"): "Sao lưu đêm gặp trở ngại: {error}",
    (Check.ADDRESSES, ""): "Ai đang giữ vai trò cũng có địa chỉ thư.",
    (Check.ADDRESSES, "some"): "{number} người đang giữ vai trò chưa có địa chỉ thư nên không nhận được nhắc việc.",
    (Check.ADMINISTRATORS, ""): "Có {number} quản trị.",
    (Check.ADMINISTRATORS, "few"): "Chỉ có {number} quản trị. Giao thêm một người để không bị khóa ngoài.",
    (Check.SAFETY, ""): "Tệp dữ liệu và đường truyền được che chắn.",
    (Check.SAFETY, "readable"): "Tài khoản nào trên máy cũng đọc được {file}. Chạy “chmod 600” cho tệp này.",
    (Check.SAFETY, "clear_text"): "Địa chỉ {address} không dùng https. Đặt máy chủ trung gian có TLS phía trước.",
    (Check.PROXY, ""): "Máy chủ trung gian phía trước: {hops}.",
    (Check.PROXY, "none"): (
        "TRACKER_PROXY_HOPS là 0: không có nginx phía trước, hoặc quên khai. Đặt nginx (xem “Vì sao cần nginx”) rồi "
        "đặt TRACKER_PROXY_HOPS=1; quên khai thì mọi người bị tính chung một địa chỉ khi đăng nhập sai."
    ),
}
"""What the doctor says, one sentence to a case."""

LEVELS: Mapping[Level, str] = {Level.GOOD: "tốt", Level.WARNING: "chú ý", Level.BAD: "hỏng"}


def finding_words(finding: DoctorFinding) -> str:
    """Return a finding as a sentence."""
    details = {name: _shown(value) for name, value in finding.details.items()}
    return " ".join(FINDINGS[finding.check, finding.case].format(**details).split())


def _shown(value: object) -> object:
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    return value
