"""Signing in, changing one's password, setting up the first administrator."""

from __future__ import annotations

from wtforms import PasswordField
from wtforms.validators import InputRequired

from tracker.web.forms.base import AtMost, TextField, TrackerForm


class SignInForm(TrackerForm):
    """Sign in."""

    login = TextField("Tên đăng nhập", [InputRequired("Nhập tên đăng nhập."), AtMost(80)])
    password = PasswordField("Mật khẩu", [InputRequired("Nhập mật khẩu."), AtMost(128)])


class SignOutForm(TrackerForm):
    """Sign out: only the token."""


class PasswordForm(TrackerForm):
    """Change one's own password."""

    present = PasswordField("Mật khẩu hiện tại", [InputRequired("Nhập mật khẩu hiện tại."), AtMost(128)])
    password = PasswordField("Mật khẩu mới", [InputRequired("Nhập mật khẩu mới."), AtMost(128)])
    again = PasswordField("Nhập lại mật khẩu mới", [InputRequired("Nhập lại mật khẩu mới.")])

    def matches(self) -> bool:
        """Tell whether the new password was typed the same twice; say so beside the field when not."""
        if self.password.data == self.again.data:
            return True
        self.again.errors = [*self.again.errors, "Nhập lại đúng mật khẩu mới ở trên."]
        return False


class SetupForm(TrackerForm):
    """Create the first administrator."""

    code = TextField("Mã thiết lập", [InputRequired("Nhập mã do lệnh “flask init” in ra."), AtMost(40)])
    place_name = TextField("Tên cơ quan", [InputRequired("Nhập tên cơ quan, ví dụ: UBND thị xã Hương Trà."), AtMost(120)])
    name = TextField("Họ và tên quản trị", [InputRequired("Nhập họ và tên."), AtMost(120)])
    login = TextField("Tên đăng nhập", [InputRequired("Nhập tên đăng nhập."), AtMost(80)])
    password = PasswordField("Mật khẩu", [InputRequired("Nhập mật khẩu."), AtMost(128)])
