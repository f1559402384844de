"""What those who look after the installation are told: backups, restoring, the diary's anchors."""

from __future__ import annotations

import datetime as dt
from collections.abc import Mapping, Sequence

from tracker.clock import VIETNAM
from tracker.rules.anchors import Anchor
from tracker.rules.diagnosis import Check, Finding, Level
from tracker.rules.refusals import Reason
from tracker.wording.verification import finding_sentences

CARE_REFUSALS: Mapping[Reason, str] = {
    Reason.TARGET_IN_USE: "Thư mục {folder} đã có nội dung. Chọn thư mục mới hoặc còn trống.",
    Reason.NO_DISK_ROOM: "Ổ đĩa nơi sao lưu cần còn trống ít nhất {megabytes} MB. Dọn bớt hoặc chọn ổ khác.",
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
        "Chỉ khôi phục vào nơi còn trống, chưa chạy “flask init”. "
        "Đặt TRACKER_DATABASE_URL và TRACKER_DATA_DIR mới."
    ),
    Reason.OTHER_ENVIRONMENT: "Bản sao lưu thuộc môi trường “{environment}”. Đặt TRACKER_ENV cho khớp rồi thử lại.",
}
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
"""The daily letter that carries the anchor of the diary out of the house."""


def anchor_letter(name: str, day: dt.date, anchor: Anchor) -> tuple[str, str]:
    """Return subject and text of the daily letter with the anchor of the diary."""
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
    (
        Check.ENGINE,
        "not_on_disk",
    ): "{kind} {version} báo xong trước khi ghi xuống đĩa. Bật lại chế độ ghi an toàn.",
    (Check.SCHEMA, ""): "Bảng dữ liệu đúng phiên bản {here}.",
    (Check.SCHEMA, "behind"): "Bảng dữ liệu ở phiên bản {here}, phần mềm cần {newest}. Chạy “flask init”.",
    (Check.DIARY, ""): "Nhật ký {lines} dòng liền mạch, mã cuối {head}.",
    (Check.DIARY, "broken"): "Nhật ký bị thay đổi từ dòng số {line}. Khôi phục từ bản sao lưu.",
    (Check.REFERENCES, ""): "Các bảng dữ liệu khớp với nhau.",
    (
        Check.REFERENCES,
        "astray",
    ): "Có dòng trỏ đến nội dung không còn (bảng: {tables}). Khôi phục từ bản sao lưu.",
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
    (
        Check.CALENDAR,
        "missing",
    ): "Chưa có lịch làm việc năm {years}. Chạy “flask calendar open NĂM” rồi đối chiếu.",
    (Check.ORPHANS, ""): "Việc chưa xong nào cũng có đơn vị và người theo.",
    (
        Check.ORPHANS,
        "some",
    ): "{number} việc chưa xong của đơn vị đã giải thể hoặc người không còn quyền. Xem mục Sắp xếp.",
    (Check.FILES_MISSING, ""): "Đủ {number} tệp đính kèm.",
    (Check.FILES_MISSING, "some"): "Thiếu hoặc sai {number} tệp, ví dụ {first}. Chép lại từ bản sao lưu.",
    (
        Check.FILES_MISSING,
        "away",
    ): "Kho tệp không trả lời ({fault}). Kiểm tra TRACKER_S3_… và đường mạng tới kho.",
    (Check.FILES_STRAY, "away"): "Chưa xem được tệp thừa vì kho tệp không trả lời.",
    (Check.FILES_STRAY, ""): "Không có tệp thừa.",
    (
        Check.FILES_STRAY,
        "some",
    ): "{number} tệp không thuộc nội dung nào, ví dụ {first}. Có thể xóa sau khi sao lưu.",
    (Check.BACKUP, ""): "Bản sao lưu gần nhất lúc {at}.",
    (Check.BACKUP, "off"): "Chưa bật sao lưu hằng đêm. Đặt TRACKER_BACKUP_DIR khi chạy chính thức.",
    (Check.BACKUP, "never"): "Chưa có bản sao lưu nào trong {folder}. Kiểm tra bộ gửi thư nhắc có đang chạy.",
    (Check.BACKUP, "old"): "Bản sao lưu gần nhất đã cũ ({at}). Kiểm tra bộ gửi thư nhắc và ổ đĩa.",
    (Check.BACKUP, "trouble"): "Sao lưu đêm gặp trở ngại: {error}",
    (Check.ADDRESSES, ""): "Ai đang giữ vai trò cũng có địa chỉ thư.",
    (
        Check.ADDRESSES,
        "some",
    ): "{number} người đang giữ vai trò chưa có địa chỉ thư nên không nhận được nhắc việc.",
    (Check.ADMINISTRATORS, ""): "Có {number} quản trị.",
    (Check.ADMINISTRATORS, "few"): "Chỉ có {number} quản trị. Giao thêm một người để không bị khóa ngoài.",
    (Check.SAFETY, ""): "Tệp dữ liệu và đường truyền được che chắn.",
    (Check.SAFETY, "readable"): "Tài khoản nào trên máy cũng đọc được {file}. Chạy “chmod 600” cho tệp này.",
    (
        Check.SAFETY,
        "clear_text",
    ): "Địa chỉ {address} không dùng https. Đặt máy chủ trung gian có TLS phía trước.",
    (Check.PROXY, ""): "Máy chủ trung gian phía trước: {hops}.",
    (Check.PROXY, "none"): (
        "TRACKER_PROXY_HOPS là 0: không có nginx phía trước, hoặc quên khai. Đặt nginx (xem “Vì sao cần nginx”) rồi "
        "đặt TRACKER_PROXY_HOPS=1; quên khai thì mọi người bị tính chung một địa chỉ khi đăng nhập sai."
    ),
}
"""What the doctor says, one sentence to a case."""

LEVELS: Mapping[Level, str] = {Level.GOOD: "tốt", Level.WARNING: "chú ý", Level.BAD: "hỏng"}


def finding_words(finding: Finding) -> str:
    """Return a finding as a sentence."""
    details = {name: _shown(value) for name, value in finding.details.items()}
    return " ".join(FINDINGS[finding.check, finding.case].format(**details).split())


def _shown(value: object) -> object:
    if isinstance(value, dt.datetime):
        return f"{value.astimezone(VIETNAM):%H:%M ngày %d/%m/%Y}"
    return value
