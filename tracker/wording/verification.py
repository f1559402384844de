"""What `flask verify`, a backup and a restore say of what they found, one sentence to a kind of finding."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping

SHOWN = 20
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
    "answer": "Thư trả lời",
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
    "figure_letter": "Thư số liệu",
    "freeze_request": "Đề nghị chốt lại",
    "frozen_period": "Số liệu đã chốt",
    "frozen_report": "Báo cáo đã chốt",
    "holding": "Người thực hiện",
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
    """Yield one sentence for each kind of finding and table, naming up to `SHOWN` places.

    `codes` are those of `Verification.findings`: a kind, then the table where there is one, then the place.
    """
    places: dict[tuple[str, str], list[str]] = defaultdict(list)
    for code in codes:
        kind, _, rest = code.partition(":")
        table, _, number = rest.rpartition(":") if "{table}" in FOUND[kind] else ("", "", rest)
        places[kind, table].append(number)
    for (kind, table), numbers in places.items():
        where = ", ".join(numbers[:SHOWN])
        if len(numbers) > SHOWN:
            where = AND_MORE.format(where=where, number=len(numbers) - SHOWN)
        yield FOUND[kind].format(where=where, table=TABLES.get(table, table))
