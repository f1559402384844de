"""The words of accounts: letters with links, what happened to an account, refusals at the door."""

from __future__ import annotations

from collections.abc import Mapping

from tracker.rules.refusals import Reason
from tracker.wording.sentence import say, words

ACCOUNT_REFUSALS: Mapping[Reason, str] = words(
    {
        Reason.TOO_FAST: "Đợi {seconds} giây rồi thử lại.",
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

FORGOTTEN_SUBJECT = "[Theo dõi nhiệm vụ] Đặt lại mật khẩu"
FORGOTTEN_TEXT = """Kính gửi anh/chị {name},

Có người xin đặt lại mật khẩu cho tài khoản của anh/chị. Nếu không phải anh/chị, bỏ qua thư này: mật khẩu không đổi.
Để đặt mật khẩu mới, mở đường dẫn sau trong vòng một giờ. Đường dẫn chỉ dùng được một lần.
"""
LINK_ON_ITS_WAY = say(
    "Nếu tên đăng nhập đúng và tài khoản có địa chỉ thư, một thư kèm đường dẫn sẽ đến trong giờ gửi thư. "
    "Không thấy thư thì liên hệ quản trị."
)
CODES_RUN_OUT = say("Còn {left} mã dự phòng. Tạo mã mới ở mục Tài khoản của tôi.")

CHANGE_WORDS: Mapping[str, str] = words(
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
    }
)
"""What happened to an account."""
