"""Signing in, proving who one is, passwords, setting up the first administrator.

One's own account: the second factor, keys for other programs.

Naming a deputy for a period.

Accounts and the posts people hold.
"""

from __future__ import annotations

from collections.abc import Iterable

from wtforms import HiddenField, PasswordField
from wtforms.validators import InputRequired, Optional

from tracker.core.i18n import make_message
from tracker.core.labels import ROLE_WORDS
from tracker.law.permissions import Role
from tracker.office.models import Person, Unit
from tracker.web.forms import ActionForm, AtMost, SelectField, TextField, TrackerForm, VietnameseDateField


class FirstCodeForm(TrackerForm):
    """Type the first code of a second factor."""

    code = TextField(
        "Mã 6 số đang hiện trên điện thoại",
        [InputRequired("Nhập mã 6 số."), AtMost(12)],
        render_kw={"autocomplete": "one-time-code", "inputmode": "numeric"},
    )


USERNAME, CURRENT_PASSWORD = {"autocomplete": "username"}, {"autocomplete": "current-password"}
NEW_PASSWORD = {"autocomplete": "new-password"}
ONE_TIME_CODE = {"autocomplete": "one-time-code", "inputmode": "text"}
"""What a field is for, so that password managers fill it (WCAG 2.2, 1.3.5)."""


class LoginFlowForm(TrackerForm):
    """A form at the door: `kept` carries what was typed before the session ran out."""

    kept = HiddenField()


class SignInForm(LoginFlowForm):
    """Sign in."""

    login = TextField("Tên đăng nhập", [InputRequired("Nhập tên đăng nhập."), AtMost(80)], render_kw=USERNAME)
    password = PasswordField("Mật khẩu", [InputRequired("Nhập mật khẩu."), AtMost(128)], render_kw=CURRENT_PASSWORD)


class SingleSignOnForm(LoginFlowForm):
    """Come in as whom the provider of single sign-on named: only the token."""


class CodeForm(LoginFlowForm):
    """Show the second factor."""

    code = TextField(
        "Mã xác thực",
        [InputRequired("Nhập mã 6 số trên điện thoại hoặc một mã dự phòng."), AtMost(40)],
        render_kw=ONE_TIME_CODE,
    )


class ConfirmPasswordForm(LoginFlowForm):
    """Type one's password again before a sensitive change."""

    password = PasswordField("Mật khẩu", [InputRequired("Nhập mật khẩu."), AtMost(128)], render_kw=CURRENT_PASSWORD)


class ResendForm(TrackerForm):
    """Send on what was carried through signing in: only the token, the fields are written beside it."""


class ForgottenForm(TrackerForm):
    """Ask for a link to set a new password."""

    login = TextField("Tên đăng nhập", [InputRequired("Nhập tên đăng nhập."), AtMost(80)], render_kw=USERNAME)


class SignOutForm(TrackerForm):
    """Sign out: only the token."""


class NewPasswordFields(TrackerForm):
    """A new password, typed twice."""

    password = PasswordField("Mật khẩu mới", [InputRequired("Nhập mật khẩu mới."), AtMost(128)], render_kw=NEW_PASSWORD)
    again = PasswordField("Nhập lại mật khẩu mới", [InputRequired("Nhập lại mật khẩu mới.")], render_kw=NEW_PASSWORD)

    def matches(self) -> bool:
        """Tell whether the new password was typed the same twice; say so beside the field when not."""
        if self.password.data == self.again.data:
            return True
        self.again.errors = [*self.again.errors, make_message("Nhập lại đúng mật khẩu mới ở trên.")]
        return False


class SetPasswordForm(NewPasswordFields):
    """Set the password of an account by a link."""


class PasswordForm(NewPasswordFields):
    """Change one's own password."""

    present = PasswordField(
        "Mật khẩu hiện tại", [InputRequired("Nhập mật khẩu hiện tại."), AtMost(128)], render_kw=CURRENT_PASSWORD
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
    password = PasswordField("Mật khẩu", [InputRequired("Nhập mật khẩu."), AtMost(128)], render_kw=NEW_PASSWORD)


class DeputyForm(TrackerForm):
    """Who acts, from which day to which, by which paper if there is one."""

    deputy_id = SelectField("Người làm thay", [InputRequired("Chọn người làm thay.")])
    valid_from = VietnameseDateField("Từ ngày", [InputRequired("Nhập ngày đầu.")])
    valid_to = VietnameseDateField("Đến hết ngày", [InputRequired("Nhập ngày cuối.")])
    reference = TextField("Số, ký hiệu văn bản", [AtMost(80)])
    issued_on = VietnameseDateField("Ngày ban hành", [Optional()])

    def offer(self, people: Iterable[Person], principal_id: int) -> None:
        """Offer everybody with an open account but the principal."""
        self.deputy_id.choices = {"": make_message("Chọn người")} | {
            str(person.id): f"{person.name} ({person.login})"
            for person in people
            if person.active and person.id != principal_id
        }


ROLES = {"": make_message("Chọn vai trò")} | {role.value: ROLE_WORDS[role] for role in Role}
ROLES_NEEDING_NO_UNIT = frozenset({Role.ADMINISTRATOR, Role.AUDITOR})
"""Roles that need no unit."""


class PostFields(ActionForm):
    """A role in a unit."""

    role = SelectField("Vai trò", [InputRequired("Chọn vai trò.")], choices=ROLES)
    unit_id = SelectField("Đơn vị", [Optional()])
    basis = TextField("Căn cứ", [AtMost(300)])

    def offer(self, units: Iterable[Unit]) -> None:
        """Offer the units of today."""
        self.unit_id.choices = {"": make_message("Không thuộc đơn vị nào")} | {
            str(unit.id): unit.name for unit in units
        }

    def chosen_role(self) -> Role:
        """Return the role chosen."""
        return Role(self.role.data)

    def chosen_unit(self) -> int | None:
        """Return the unit chosen, None for none."""
        return int(self.unit_id.data) if self.unit_id.data else None

    def has_its_unit(self) -> bool:
        """Tell whether the role has the unit it needs; ask beside the field when not."""
        if self.chosen_unit() is not None or self.chosen_role() in ROLES_NEEDING_NO_UNIT:
            return True
        self.unit_id.errors = [*self.unit_id.errors, make_message("Chọn đơn vị của vai trò này.")]
        return False


class NewUserForm(PostFields):
    """Open an account with its first post."""

    name = TextField("Họ và tên", [InputRequired("Nhập họ và tên."), AtMost(120)])
    login = TextField(
        "Tên đăng nhập",
        [InputRequired("Nhập tên đăng nhập, ví dụ: tuha."), AtMost(80)],
        render_kw={"autocomplete": "off"},
    )
    email = TextField("Thư điện tử", [AtMost(200)])
    password = PasswordField("Mật khẩu ban đầu", [Optional(), AtMost(128)], render_kw={"autocomplete": "new-password"})


class PostForm(PostFields):
    """Give a person one more post."""

    title = TextField("Chức danh", [AtMost(120)])
    valid_from = VietnameseDateField("Từ ngày", [InputRequired("Nhập ngày bắt đầu giữ vai trò.")])


class NewPasswordForm(TrackerForm):
    """Give a person a new initial password."""

    password = PasswordField(
        "Mật khẩu ban đầu mới",
        [InputRequired("Nhập mật khẩu mới."), AtMost(128)],
        render_kw={"autocomplete": "new-password"},
    )


class RefuseProposalForm(TrackerForm):
    """Refuse a proposal for an account."""

    reason = TextField("Lý do không duyệt", [InputRequired("Ghi lý do không duyệt."), AtMost(300)])


class EditPersonForm(TrackerForm):
    """Write a person's name, mail address and telephone number anew."""

    name = TextField("Họ và tên", [InputRequired("Nhập họ và tên."), AtMost(120)], render_kw={"autocomplete": "off"})
    email = TextField("Thư điện tử", [AtMost(200)], render_kw={"autocomplete": "off", "inputmode": "email"})
    phone = TextField("Điện thoại", [AtMost(40)], render_kw={"autocomplete": "off", "inputmode": "tel"})
    basis = TextField("Căn cứ", [AtMost(300)])


class ContactForm(TrackerForm):
    """Write one's own mail address and telephone number anew."""

    email = TextField("Thư điện tử", [AtMost(200)], render_kw={"autocomplete": "email", "inputmode": "email"})
    phone = TextField("Điện thoại", [AtMost(40)], render_kw={"autocomplete": "tel", "inputmode": "tel"})


class RenameOfficeForm(TrackerForm):
    """Write the name of the office anew."""

    name = TextField("Tên cơ quan", [InputRequired("Nhập tên cơ quan."), AtMost(120)])
