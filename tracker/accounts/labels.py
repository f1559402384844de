"""The words of accounts: letters with links, what happened to an account, refusals at sign-in."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.core.i18n import make_message, make_messages

FORGOTTEN_SUBJECT = "[Theo dõi nhiệm vụ] Đặt lại mật khẩu"
FORGOTTEN_TEXT = """Kính gửi anh/chị {name},

Có người xin đặt lại mật khẩu cho tài khoản của anh/chị. Nếu không phải anh/chị, bỏ qua thư này: mật khẩu không đổi.
Để đặt mật khẩu mới, mở đường dẫn sau trong vòng một giờ. Đường dẫn chỉ dùng được một lần.
"""
INVITED_SUBJECT = "[Theo dõi nhiệm vụ] Đặt mật khẩu"
INVITED_TEXT = """Kính gửi anh/chị {name},

Tài khoản của anh/chị đã sẵn sàng. Mở đường dẫn sau để đặt mật khẩu, rồi đăng nhập. Đường dẫn chỉ dùng được một lần.
Mật khẩu và xác thực hai lớp trước đây (nếu có) đã hết hiệu lực: chỉ mình anh/chị biết mật khẩu mới.
"""
LINK_ON_ITS_WAY = make_message(
    "Nếu tên đăng nhập đúng và tài khoản có địa chỉ thư, một thư kèm đường dẫn sẽ đến trong giờ gửi thư. "
    "Không thấy thư thì liên hệ quản trị."
)
CODES_RUN_OUT = make_message("Còn {left} mã dự phòng. Tạo mã mới ở mục Tài khoản của tôi.")

ACCOUNT_CHANGE_WORDS: Mapping[str, str] = make_messages(
    {
        "opened": "Mở tài khoản",
        "closed": "Khóa tài khoản",
        "reopened": "Mở lại tài khoản",
        "post_given": "Giao vai trò",
        "post_ended": "Kết thúc vai trò",
        "password_changed": "Đổi mật khẩu",
        "password_reset": "Đặt lại mật khẩu ban đầu",
        "link_made": "Tạo đường dẫn đặt mật khẩu",
        "link_used": "Đặt mật khẩu bằng đường dẫn",
        "second_factor_on": "Bật xác thực hai lớp",
        "second_factor_off": "Bỏ xác thực hai lớp",
        "recovery_used": "Dùng một mã dự phòng",
        "sessions_ended": "Kết thúc các phiên đăng nhập khác",
        "token_made": "Tạo khóa cho phần mềm khác",
        "token_revoked": "Thu hồi khóa của phần mềm khác",
        "identity_bound": "Gắn với tài khoản đăng nhập chung",
        "identity_dropped": "Bỏ gắn với tài khoản đăng nhập chung",
        "proposed": "Đề nghị thay đổi, chờ người thứ hai duyệt",
        "approved": "Duyệt đề nghị",
        "refused": "Không duyệt đề nghị",
        "withdrawn": "Rút đề nghị",
        "given_alone": "Một mình quản trị làm việc sau: chưa có người thứ hai để duyệt",
        "keys_ended": "Khóa của phần mềm khác và địa chỉ lịch hết hiệu lực",
        "feed_made": "Tạo địa chỉ lịch",
        "feed_revoked": "Thu hồi địa chỉ lịch",
        "name_changed": "Ghi lại họ và tên",
        "email_asked": "Xin đổi địa chỉ thư",
        "email_changed": "Đổi địa chỉ thư",
        "phone_changed": "Đổi số điện thoại",
        "office_renamed": "Đổi tên cơ quan",
        "deputy_named": "Cử người làm thay",
        "data_copied": "Tải bản sao dữ liệu của mình",
    }
)
"""What happened to an account."""

PROPOSAL_NAMES: Mapping[str, str] = make_messages(
    {
        "role": "Giao vai trò quyết định",
        "second_factor": "Bỏ xác thực hai lớp",
        "link": "Lấy đường dẫn đặt mật khẩu",
        "email": "Đổi địa chỉ thư",
        "deputy": "Cử người làm thay",
    }
)
"""What is proposed for an account."""

PROPOSAL_STATES: Mapping[str, str] = make_messages(
    {"waiting": "Chờ duyệt", "approved": "Đã duyệt", "refused": "Không duyệt", "withdrawn": "Đã rút", "over": "Hết hạn"}
)
"""What became of a proposal."""
