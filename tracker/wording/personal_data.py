"""What each table that names people holds, for the copy somebody takes of their own data."""

from __future__ import annotations

from collections.abc import Mapping

HELD: Mapping[str, str] = {
    "person": "Tài khoản",
    "membership": "Vai trò",
    "deputation": "Làm thay",
    "account_event": "Nhật ký tài khoản (của mình, hoặc do mình làm)",
    "account_link": "Đường dẫn đặt mật khẩu đã tạo",
    "account_proposal": "Đề nghị về tài khoản",
    "email_change": "Địa chỉ thư chờ xác nhận",
    "signed_in_session": "Phiên đăng nhập",
    "sign_in_try": "Lần thử đăng nhập trong một ngày",
    "second_factor": "Xác thực hai lớp",
    "recovery_code": "Mã dự phòng (không có nội dung mã)",
    "provider_identity": "Gắn với đăng nhập chung",
    "api_token": "Khóa cho phần mềm khác",
    "calendar_feed": "Địa chỉ lịch",
    "preference": "Lựa chọn cá nhân",
    "saved_view": "Danh sách đã lưu",
    "view_pin": "Danh sách đã ghim",
    "letter": "Thư đã gửi hoặc chờ gửi",
    "reminder": "Nhắc việc",
    "notice": "Thông báo trong phần mềm",
    "answer": "Thư trả lời",
    "figure_letter": "Số liệu nhận qua thư",
    "event": "Nhật ký nhiệm vụ do mình làm",
    "comment": "Trao đổi",
    "submission": "Báo cáo hoàn thành",
    "extension": "Xin và quyết định gia hạn",
    "evidence": "Tệp minh chứng đã gửi",
    "assignment": "Nhiệm vụ được phân công",
    "holding": "Thời gian giữ nhiệm vụ",
    "occurrence": "Kỳ báo cáo đã gửi",
    "indicator_entry": "Số liệu báo cáo đã nhập",
    "request_record": "Yêu cầu đã gửi (chống gửi hai lần)",
    "import_batch": "Tệp đã nhập",
    "inspection": "Cuộc kiểm tra đã lập",
    "report": "Báo cáo đã lập, đã chốt",
    "frozen_report": "Báo cáo đã chốt",
    "frozen_period": "Số liệu đã chốt",
    "freeze_request": "Đề nghị điều chỉnh số liệu đã chốt",
    "report_template": "Mẫu báo cáo đã tải lên",
    "report_waiver": "Lý do giữ nguyên khi kiểm tra báo cáo",
    "check_waiver": "Lý do chấp nhận khi kiểm tra báo cáo khác",
    "scoring_proof": "Tài liệu chấm điểm đã thêm",
}
"""The words for each table; the copy is a Vietnamese paper."""

HEAD = """DỮ LIỆU CÁ NHÂN CỦA {name} (tên đăng nhập: {login})
Tại: {place}. Lập lúc {at:%H:%M ngày %d/%m/%Y}.

Tệp du-lieu.json chứa cùng nội dung cho máy đọc. Mật khẩu, khóa và mã không có trong bản sao: hệ thống chỉ giữ dấu vết
không đọc ngược được của chúng.
"""
