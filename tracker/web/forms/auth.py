"""Signing in, proving who one is, passwords, setting up the first administrator."""

from __future__ import annotations

from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired

from tracker.web.forms.base import AtMost, TextField, TrackerForm
from tracker.wording.sentence import say

USERNAME, CURRENT_PASSWORD = {"autocomplete": "username"}, {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}
ONE_TIME_CODE = {"autocomplete": "one-time-code", "inputmode": "text"}
"""What a field is for, so that password managers fill it (WCAG 2.2, 1.3.5)."""


class DoorForm(TrackerForm):
    """A form at the door: `kept` carries what was typed before the session ran out."""

    kept = HiddenField()


class SignInForm(DoorForm):
    """Sign in."""

    login = TextField("Tên đăng nhập", [InputRequired("Nhập tên đăng nhập."), AtMost(80)], render_kw=USERNAME)
    password = PasswordField(
        "Mật khẩu", [InputRequired("Nhập mật khẩu."), AtMost(128)], render_kw=CURRENT_PASSWORD
    )


class ComeInForm(DoorForm):
    """Come in as whom the provider of single sign-on named: only the token."""


class CodeForm(DoorForm):
    """Show the second factor."""

    code = TextField(
        "Mã xác thực",
        [InputRequired("Nhập mã 6 số trên điện thoại hoặc một mã dự phòng."), AtMost(40)],
        render_kw=ONE_TIME_CODE,
    )


class ProveForm(DoorForm):
    """Type one's password again before a sensitive change."""

    password = PasswordField(
        "Mật khẩu", [InputRequired("Nhập mật khẩu."), AtMost(128)], render_kw=CURRENT_PASSWORD
    )


class SendAgainForm(TrackerForm):
    """Send on what was carried through signing in: only the token, the fields are written beside it."""


class ForgottenForm(TrackerForm):
    """Ask for a link to set a new password."""

    login = TextField("Tên đăng nhập", [InputRequired("Nhập tên đăng nhập."), AtMost(80)], render_kw=USERNAME)


class SignOutForm(TrackerForm):
    """Sign out: only the token."""


class NewPasswordFields(TrackerForm):
    """A new password, typed twice."""

    password = PasswordField(
        "Mật khẩu mới", [InputRequired("Nhập mật khẩu mới."), AtMost(128)], render_kw=NEW_PASSWORD
    )
    again = PasswordField(
        "Nhập lại mật khẩu mới", [InputRequired("Nhập lại mật khẩu mới.")], render_kw=NEW_PASSWORD
    )

    def matches(self) -> bool:
        """Tell whether the new password was typed the same twice; say so beside the field when not."""
        if self.password.data == self.again.data:
            return True
        self.again.errors = [*self.again.errors, say("Nhập lại đúng mật khẩu mới ở trên.")]
        return False


class SetPasswordForm(NewPasswordFields):
    """Set the password of an account by a link."""


class PasswordForm(NewPasswordFields):
    """Change one's own password."""

    present = PasswordField(
        "Mật khẩu hiện tại",
        [InputRequired("Nhập mật khẩu hiện tại."), AtMost(128)],
        render_kw=CURRENT_PASSWORD,
    )


class SetupForm(TrackerForm):
    """Create the first administrator."""

    code = TextField("Mã thiết lập", [InputRequired("Nhập mã do lệnh “flask init” in ra."), AtMost(40)])
    place_name = TextField(
        "Tên cơ quan", [InputRequired("Nhập tên cơ quan, ví dụ: UBND thị xã Hương Trà."), AtMost(120)]
    )
    name = TextField("Họ và tên quản trị", [InputRequired("Nhập họ và tên."), AtMost(120)])
    email = TextField("Thư điện tử", [AtMost(200)], render_kw={"autocomplete": "email", "inputmode": "email"})
    login = TextField("Tên đăng nhập", [InputRequired("Nhập tên đăng nhập."), AtMost(80)], render_kw=USERNAME)
    password = PasswordField(
        "Mật khẩu", [InputRequired("Nhập mật khẩu."), AtMost(128)], render_kw=NEW_PASSWORD
    )
